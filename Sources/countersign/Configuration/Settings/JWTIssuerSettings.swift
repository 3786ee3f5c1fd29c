/// One issuer of JWTs that is believed, and what its tokens must look like.
struct JWTIssuerSettings: Sendable {
  /// Where the issuer's public keys come from.
  enum Keys: Sendable, Equatable {
    /// A JWK set in a file.
    case file(String)
    /// A JWK set behind a URL.
    case url(WebAddress)
    /// An OpenID or OAuth metadata document that names the JWK set.
    case discovery(WebAddress)
  }

  struct RequiredClaim: Sendable, Equatable {
    let name: String
    /// One of these texts must be the claim's value, or among its values.
    let values: [String]
  }

  /// The scope of its principals: `ci` in `ci:build-7`.
  let name: String
  /// Compared byte by byte with `iss`.
  let issuer: String
  /// One of them must be in `aud`.
  let audiences: [String]
  let keys: Keys
  /// JWS names, such as `RS256`; never `none` or an HMAC.
  let algorithms: [String]
  /// Seconds of clock difference that are forgiven.
  let skew: Int64
  /// Seconds from `iat` after which a token ends, whatever its `exp` says.
  let maximumAge: Int64
  let requiredClaims: [RequiredClaim]
  let groupsClaim: String
  let subjectClaim: String
  let emailClaim: String
  /// What the header's `typ` must be; nil for anything.
  let type: String?
}
