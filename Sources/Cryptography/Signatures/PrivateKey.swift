import COpenSSL

/// A private key that makes JOSE signatures: for assertions to upstreams, for certificates, and for tests.
public final class PrivateKey: Sendable {
  /// What kind of key it is.
  public let kind: PublicKey.Kind
  let handle: KeyHandle

  /// Takes over a key of a kind that is signed with here.
  init(handle: consuming KeyHandle) throws(CryptographyError) {
    kind = try KeyExport.kind(of: handle)
    self.handle = handle
  }

  /// A fresh key on a NIST curve.
  public static func generate(_ curve: EllipticCurve) throws(CryptographyError) -> PrivateKey {
    try PrivateKey(handle: KeyGeneration.elliptic(curve))
  }

  /// A fresh RSA key; 2048 to 8192 bits.
  public static func generateRSA(bits: Int) throws(CryptographyError) -> PrivateKey {
    guard (RSAParameters.minimumBits...RSAParameters.maximumBits).contains(bits) else {
      throw .invalidKey("an RSA key has \(RSAParameters.minimumBits) to \(RSAParameters.maximumBits) bits")
    }
    return try PrivateKey(handle: KeyGeneration.rsa(bits: bits))
  }

  /// A fresh Edwards key.
  public static func generate(_ curve: EdwardsCurve) throws(CryptographyError) -> PrivateKey {
    try PrivateKey(handle: KeyGeneration.edwards(curve))
  }

  /// Reads an unencrypted `PRIVATE KEY` PEM.
  public convenience init(pem: [UInt8]) throws(CryptographyError) {
    try self.init(handle: PEM.readPrivateKey(pem))
  }

  /// The key as unencrypted PKCS #8 PEM; the caller keeps it secret.
  public func pem() throws(CryptographyError) -> [UInt8] {
    try PEM.write(privateKey: handle)
  }

  /// The public half.
  public func publicKey() throws(CryptographyError) -> PublicKey {
    switch try publicParameters() {
    case .rsa(let modulus, let exponent): try PublicKey(rsaModulus: modulus.span, exponent: exponent.span)
    case .elliptic(let curve, let x, let y): try PublicKey(curve: curve, x: x.span, y: y.span)
    case .edwards(let curve, let raw): try PublicKey(curve: curve, raw: raw.span)
    }
  }

  /// The numbers of the public half, as a JWK holds them.
  public func publicParameters() throws(CryptographyError) -> PublicKeyParameters {
    try KeyExport.parameters(of: handle, kind: kind)
  }

  /// The signature in JOSE's spelling; throws for an algorithm that does not fit the key.
  public func sign(
    _ message: Span<UInt8>, algorithm: SignatureAlgorithm
  ) throws(CryptographyError) -> [UInt8] {
    switch (algorithm.scheme, kind) {
    case (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.edwards, .edwards):
      return try SignatureMaking.sign(message, with: handle, by: algorithm.scheme)
    case (.ecdsa(let curve, _), .elliptic(let own)) where curve == own:
      let der = try SignatureMaking.sign(message, with: handle, by: algorithm.scheme)
      guard let raw = ECDSASignature.raw(fromDER: der.span, on: curve) else { throw .library("EVP_DigestSign") }
      return raw
    default:
      throw .invalidKey("the key does not sign with \(algorithm.rawValue)")
    }
  }
}

/// The numbers of a public key; big-endian, RSA without leading zeros, coordinates at the curve's full length.
public enum PublicKeyParameters: Sendable, Equatable {
  case rsa(modulus: [UInt8], exponent: [UInt8])
  case elliptic(EllipticCurve, x: [UInt8], y: [UInt8])
  case edwards(EdwardsCurve, raw: [UInt8])
}
