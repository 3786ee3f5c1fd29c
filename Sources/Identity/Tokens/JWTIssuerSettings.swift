public import Cryptography

/// What the operator says about one issuer of tokens; all that a token could say about its own checking is settled.
public struct JWTIssuerSettings: Sendable, Equatable {
  /// The short name that scopes its principals and groups: `corp` in `corp:eng`.
  public var name: String
  /// The exact `iss`.
  public var issuer: String
  /// A token must be made for one of these (`aud`).
  public var audiences: [String]
  public var keys: JWTKeySource
  /// The algorithms this issuer signs with; a key's own type and `alg` narrow it further.
  public var algorithms: [SignatureAlgorithm] = SignatureAlgorithm.allCases
  /// Whether its subjects are people or programs.
  public var kind: PrincipalKind = .person
  /// The claim that names the subject.
  public var subjectClaim = "sub"
  /// The way to the claim that lists groups; empty for none.
  public var groupsClaim = ["groups"]
  public var requiredClaims: [RequiredClaim] = []
  /// The accepted `typ` headers (`at+jwt`), compared as media types; empty for any or none.
  public var tokenTypes: [String] = []
  /// Whether ID tokens are refused, by the claims that only they carry.
  public var refusesIdentityTokens = true
  /// How far the issuer's clock may be off, in seconds; at most `IdentityLimits.clockSkew`.
  public var clockSkew: Int64 = 60
  /// How old a token may become counted from `iat`, in seconds; nil for as long as `exp` says.
  public var maximumAge: Int64? = 24 * 3600
  /// After so many seconds the keys are read again.
  public var keyLifetime: Int64 = 300
  /// Keys that cannot be read again stay in use for so many seconds since they last were.
  public var keyStaleLimit: Int64 = 3600
  /// Keys are asked for at most once in so many seconds, whatever tokens name.
  public var keyRefetchInterval: Int64 = 30

  public init(name: String, issuer: String, audiences: [String], keys: JWTKeySource) {
    self.name = name
    self.issuer = issuer
    self.audiences = audiences
    self.keys = keys
  }
}
