/// The curves for ECDSA, by their JWK names (RFC 7518 section 6.2.1.1).
public enum EllipticCurve: String, Sendable, CaseIterable {
  case p256 = "P-256"
  case p384 = "P-384"
  case p521 = "P-521"

  /// The bytes of one coordinate, and of each half of a raw signature.
  public var coordinateCount: Int {
    switch self {
    case .p256: 32
    case .p384: 48
    case .p521: 66
    }
  }
}

/// The curves for EdDSA, by their JWK names (RFC 8037 section 2).
public enum EdwardsCurve: String, Sendable, CaseIterable {
  case ed25519 = "Ed25519"
  case ed448 = "Ed448"

  /// The bytes of a public key.
  public var keyCount: Int {
    switch self {
    case .ed25519: 32
    case .ed448: 57
    }
  }

  /// The bytes of a signature.
  public var signatureCount: Int { keyCount * 2 }
}
