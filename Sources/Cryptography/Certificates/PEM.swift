import COpenSSL

/// Keys and certificates as PEM (RFC 7468).
enum PEM {
  static func readPrivateKey(_ text: [UInt8]) throws(CryptographyError) -> KeyHandle {
    let source = try MemoryBIO.holding(text.span)
    defer { ERR_clear_error() }
    // The callback answers "no passphrase": without it, OpenSSL would ask on the terminal.
    let key = unsafe PEM_read_bio_PrivateKey(source.pointer, nil, { _, _, _, _ in -1 }, nil)
    guard let key = unsafe key else { throw .invalidPEM }
    return unsafe KeyHandle(owning: key)
  }

  static func write(privateKey key: borrowing KeyHandle) throws(CryptographyError) -> [UInt8] {
    let sink = try MemoryBIO()
    guard unsafe PEM_write_bio_PKCS8PrivateKey(sink.pointer, key.pointer, nil, nil, 0, nil, nil) == 1 else {
      throw .library("PEM_write_bio_PKCS8PrivateKey")
    }
    return sink.contents()
  }

  static func readCertificate(_ text: [UInt8]) throws(CryptographyError) -> CertificateHandle {
    let source = try MemoryBIO.holding(text.span)
    defer { ERR_clear_error() }
    guard let certificate = unsafe PEM_read_bio_X509(source.pointer, nil, { _, _, _, _ in -1 }, nil) else {
      throw .invalidPEM
    }
    return unsafe CertificateHandle(owning: certificate)
  }

  static func write(certificate: borrowing CertificateHandle) throws(CryptographyError) -> [UInt8] {
    let sink = try MemoryBIO()
    guard unsafe PEM_write_bio_X509(sink.pointer, certificate.pointer) == 1 else {
      throw .library("PEM_write_bio_X509")
    }
    return sink.contents()
  }
}
