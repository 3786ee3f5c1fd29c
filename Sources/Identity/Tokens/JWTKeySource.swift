/// Where an issuer's public keys come from.
public enum JWTKeySource: Sendable, Equatable {
  /// A JWK set in a file, read again when its lifetime is over.
  case file(path: String)
  /// A JWK set at a URL.
  case url(String)
  /// The `jwks_uri` of the issuer's OpenID Connect discovery document.
  case discovery
}
