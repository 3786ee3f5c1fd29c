import COpenSSL

/// Fills in and signs one X.509 version 3 certificate (RFC 5280).
struct CertificateBuilder: ~Copyable {
  private let certificate: CertificateHandle

  /// A certificate for the key, valid for so many days from `now`, less an hour for slow clocks.
  static func begin(
    for key: PrivateKey, commonName: String, now: Int64, days: Int64
  ) throws(CryptographyError) -> CertificateBuilder {
    guard let made = unsafe X509_new() else { throw .library("X509_new") }
    let builder = unsafe CertificateBuilder(certificate: CertificateHandle(owning: made))
    guard unsafe X509_set_version(made, 2) == 1, unsafe X509_set_pubkey(made, key.handle.pointer) == 1 else {
      throw .library("X509_set_pubkey")
    }
    try builder.setSerialNumber()
    try builder.setValidity(from: now - 3600, to: now + days * 86400)
    let name = unsafe X509_get_subject_name(made)
    let text = Array(commonName.utf8)
    let added = unsafe X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, CInt(text.count), -1, 0)
    guard added == 1 else { throw .library("X509_NAME_add_entry_by_txt") }
    return builder
  }

  private init(certificate: consuming CertificateHandle) {
    self.certificate = certificate
  }

  /// Adds an extension in OpenSSL's notation; the issuer's certificate serves the authority key identifier.
  func add(_ identifier: CInt, _ value: String, issuer: borrowing CertificateHandle) throws(CryptographyError) {
    try unsafe add(identifier, value, issuer: issuer.pointer)
  }

  /// Adds an extension to a certificate that signs itself.
  func add(_ identifier: CInt, _ value: String) throws(CryptographyError) {
    try unsafe add(identifier, value, issuer: certificate.pointer)
  }

  /// Names the issuer, signs, and gives the certificate away.
  consuming func sign(
    with key: PrivateKey, issuer: borrowing CertificateHandle
  ) throws(CryptographyError) -> CertificateHandle {
    try unsafe sign(with: key, issuerName: X509_get_subject_name(issuer.pointer))
    return certificate
  }

  /// Signs as its own issuer, and gives the certificate away.
  consuming func signItself(with key: PrivateKey) throws(CryptographyError) -> CertificateHandle {
    try unsafe sign(with: key, issuerName: X509_get_subject_name(certificate.pointer))
    return certificate
  }

  private func add(_ identifier: CInt, _ value: String, issuer: OpaquePointer) throws(CryptographyError) {
    var context = unsafe X509V3_CTX()
    unsafe X509V3_set_ctx(&context, issuer, certificate.pointer, nil, nil, 0)
    guard let made = unsafe X509V3_EXT_nconf_nid(nil, &context, identifier, value) else {
      throw .library("X509V3_EXT_nconf_nid")
    }
    defer { unsafe X509_EXTENSION_free(made) }
    guard unsafe X509_add_ext(certificate.pointer, made, -1) == 1 else { throw .library("X509_add_ext") }
  }

  private func sign(with key: PrivateKey, issuerName: OpaquePointer?) throws(CryptographyError) {
    guard unsafe X509_set_issuer_name(certificate.pointer, issuerName) == 1,
      unsafe X509_sign(certificate.pointer, key.handle.pointer, HashAlgorithm.sha256.digest) > 0
    else { throw .library("X509_sign") }
  }

  /// Sixteen random bytes, positive and not zero (RFC 5280 section 4.1.2.2).
  private func setSerialNumber() throws(CryptographyError) {
    var bytes = SecureRandom.bytes(16)
    bytes[0] = bytes[0] & 0x7f | 0x40
    guard let number = unsafe BN_bin2bn(bytes, CInt(bytes.count), nil) else { throw .library("BN_bin2bn") }
    defer { unsafe BN_free(number) }
    guard unsafe BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.pointer)) != nil else {
      throw .library("BN_to_ASN1_INTEGER")
    }
  }

  private func setValidity(from start: Int64, to end: Int64) throws(CryptographyError) {
    guard unsafe ASN1_TIME_set(X509_getm_notBefore(certificate.pointer), Int(start)) != nil,
      unsafe ASN1_TIME_set(X509_getm_notAfter(certificate.pointer), Int(end)) != nil
    else { throw .library("ASN1_TIME_set") }
  }
}
