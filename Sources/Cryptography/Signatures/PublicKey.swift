import COpenSSL

/// A public key that checks JOSE signatures: RSA, P-256/384/521, Ed25519 or Ed448, valid from the moment it exists.
public final class PublicKey: Sendable {
  /// What kind of key this is, which alone decides the algorithms it may be used with.
  public enum Kind: Sendable, Equatable {
    case rsa(bits: Int)
    case elliptic(EllipticCurve)
    case edwards(EdwardsCurve)
  }

  /// What kind of key it is.
  public let kind: Kind
  private let handle: KeyHandle

  init(kind: Kind, handle: consuming KeyHandle) {
    self.kind = kind
    self.handle = handle
  }

  /// An RSA key from `n` and `e`, big-endian without leading zeros; 2048 to 8192 bits, e odd and at least 65537.
  public convenience init(rsaModulus modulus: Span<UInt8>, exponent: Span<UInt8>) throws(CryptographyError) {
    let bits = try RSAParameters.check(modulus: modulus, exponent: exponent)
    let handle = try KeyImport.rsa(modulus: modulus, exponent: exponent)
    self.init(kind: .rsa(bits: bits), handle: handle)
  }

  /// A key on a NIST curve from `x` and `y`, each as long as the curve's coordinates; the point must be on the curve.
  public convenience init(curve: EllipticCurve, x: Span<UInt8>, y: Span<UInt8>) throws(CryptographyError) {
    guard x.count == curve.coordinateCount, y.count == curve.coordinateCount else {
      throw .invalidKey("the coordinates have the wrong length for \(curve.rawValue)")
    }
    let handle = try KeyImport.elliptic(curve, point: [0x04] + [UInt8](x) + [UInt8](y))
    self.init(kind: .elliptic(curve), handle: handle)
  }

  /// An Edwards key from its raw bytes.
  public convenience init(curve: EdwardsCurve, raw: Span<UInt8>) throws(CryptographyError) {
    guard raw.count == curve.keyCount else {
      throw .invalidKey("the key has the wrong length for \(curve.rawValue)")
    }
    self.init(kind: .edwards(curve), handle: try KeyImport.edwards(curve, raw: raw))
  }

  /// Whether a key of this kind may be used with the algorithm.
  public func supports(_ algorithm: SignatureAlgorithm) -> Bool {
    switch (algorithm.scheme, kind) {
    case (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.edwards, .edwards): true
    case (.ecdsa(let curve, _), .elliptic(let own)): curve == own
    default: false
    }
  }

  /// Whether the signature, in JOSE's spelling, is this key's over the message; false for an algorithm that misfits.
  public func verify(_ signature: Span<UInt8>, of message: Span<UInt8>, algorithm: SignatureAlgorithm) -> Bool {
    guard supports(algorithm) else { return false }
    switch kind {
    case .rsa(let bits):
      guard signature.count == (bits + 7) / 8 else { return false }
    case .edwards(let curve):
      guard signature.count == curve.signatureCount else { return false }
    case .elliptic(let curve):
      guard let der = ECDSASignature.der(fromRaw: signature, on: curve) else { return false }
      return SignatureCheck.verify(der.span, of: message, with: handle, by: algorithm.scheme)
    }
    return SignatureCheck.verify(signature, of: message, with: handle, by: algorithm.scheme)
  }
}
