import COpenSSL

/// A small private authority: one P-256 key that signs certificates for this gateway's own servers.
///
/// What it writes satisfies RFC 5280 as OpenSSL's `X509_V_FLAG_X509_STRICT` reads it, which is Python 3.13's default.
public final class CertificateAuthority: Sendable {
  private let certificate: CertificateHandle
  private let key: PrivateKey
  /// The authority's certificate, which clients are given to trust.
  public let certificatePEM: [UInt8]

  /// How long an authority is valid.
  public static let authorityDays: Int64 = 3650
  /// How long a server certificate is valid unless told otherwise: the longest that Apple's clients accept is 825 days.
  public static let serverDays: Int64 = 397

  /// Makes a new authority; `now` in Unix seconds.
  public static func create(commonName: String, now: Int64) throws(CryptographyError) -> CertificateAuthority {
    let key = try PrivateKey.generate(.p256)
    let builder = try CertificateBuilder.begin(for: key, commonName: commonName, now: now, days: authorityDays)
    try builder.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
    try builder.add(NID_key_usage, "critical,keyCertSign,cRLSign")
    try builder.add(NID_subject_key_identifier, "hash")
    try builder.add(NID_authority_key_identifier, "keyid:always")
    return try CertificateAuthority(certificate: builder.signItself(with: key), key: key)
  }

  /// Takes up an authority again from what was written before; throws when key and certificate are not a pair.
  public convenience init(
    certificatePEM: [UInt8], privateKeyPEM: [UInt8]
  ) throws(CryptographyError) {
    let key = try PrivateKey(pem: privateKeyPEM)
    let certificate = try PEM.readCertificate(certificatePEM)
    guard unsafe X509_check_private_key(certificate.pointer, key.handle.pointer) == 1 else {
      ERR_clear_error()
      throw .invalidKey("the authority's key does not belong to its certificate")
    }
    try self.init(certificate: certificate, key: key)
  }

  private init(certificate: consuming CertificateHandle, key: PrivateKey) throws(CryptographyError) {
    certificatePEM = try PEM.write(certificate: certificate)
    self.certificate = certificate
    self.key = key
  }

  /// The authority's key as PEM; the caller keeps it secret.
  public func privateKeyPEM() throws(CryptographyError) -> [UInt8] {
    try key.pem()
  }

  /// A certificate with a key of its own for a TLS server that is reached by these names; at least one.
  public func issueServer(
    names: [SubjectName], now: Int64, days: Int64 = serverDays
  ) throws(CryptographyError) -> ServerCertificate {
    guard !names.isEmpty else { throw .invalidKey("a server certificate needs at least one name") }
    let serverKey = try PrivateKey.generate(.p256)
    let builder = try CertificateBuilder.begin(for: serverKey, commonName: "Countersign server", now: now, days: days)
    try builder.add(NID_basic_constraints, "critical,CA:FALSE")
    try builder.add(NID_key_usage, "critical,digitalSignature")
    try builder.add(NID_ext_key_usage, "serverAuth")
    try builder.add(NID_subject_key_identifier, "hash")
    try builder.add(NID_authority_key_identifier, "keyid:always", issuer: certificate)
    let alternatives = names.map(\.configuration).joined(separator: ",")
    try builder.add(NID_subject_alt_name, alternatives, issuer: certificate)
    let signed = try builder.sign(with: key, issuer: certificate)
    return ServerCertificate(
      certificatePEM: try PEM.write(certificate: signed), privateKeyPEM: try serverKey.pem())
  }
}

/// A server's certificate and private key, each as PEM.
public struct ServerCertificate: Sendable {
  /// The certificate; append the authority's for a full chain.
  public let certificatePEM: [UInt8]
  /// The key in unencrypted PKCS #8; the caller keeps it secret.
  public let privateKeyPEM: [UInt8]
}
