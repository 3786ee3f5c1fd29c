/// The asymmetric signature algorithms of JOSE (RFC 7518 section 3.1, RFC 8037 section 3.1).
///
/// `none` and the HMAC algorithms have no case here, so no key can be used with them.
public enum SignatureAlgorithm: String, Sendable, CaseIterable {
  case rs256 = "RS256"
  case rs384 = "RS384"
  case rs512 = "RS512"
  case ps256 = "PS256"
  case ps384 = "PS384"
  case ps512 = "PS512"
  case es256 = "ES256"
  case es384 = "ES384"
  case es512 = "ES512"
  case edDSA = "EdDSA"

  /// How the message is hashed and padded.
  enum Scheme {
    case rsaPKCS1(HashAlgorithm)
    case rsaPSS(HashAlgorithm)
    case ecdsa(EllipticCurve, HashAlgorithm)
    case edwards
  }

  var scheme: Scheme {
    switch self {
    case .rs256: .rsaPKCS1(.sha256)
    case .rs384: .rsaPKCS1(.sha384)
    case .rs512: .rsaPKCS1(.sha512)
    case .ps256: .rsaPSS(.sha256)
    case .ps384: .rsaPSS(.sha384)
    case .ps512: .rsaPSS(.sha512)
    case .es256: .ecdsa(.p256, .sha256)
    case .es384: .ecdsa(.p384, .sha384)
    case .es512: .ecdsa(.p521, .sha512)
    case .edDSA: .edwards
    }
  }
}

extension SignatureAlgorithm.Scheme {
  /// The digest OpenSSL is given; nil where the scheme hashes for itself.
  var hash: HashAlgorithm? {
    switch self {
    case .rsaPKCS1(let hash), .rsaPSS(let hash), .ecdsa(_, let hash): hash
    case .edwards: nil
    }
  }
}
