/// What is wrong with the settings of identity; each case carries the name of the issuer it is about.
public enum IdentityConfigurationError: Error, Sendable, Equatable {
  case issuerNameInvalid(String)
  /// Two issuers share a short name or an `iss`, so a principal would not be one.
  case issuerRepeated(String)
  /// `local` names accounts of our own.
  case issuerNameReserved(String)
  case audienceMissing(String)
  case algorithmMissing(String)
  case clockSkewTooLarge(String)
  /// A lifetime, limit or age is zero or negative, or the stale limit is below the lifetime.
  case durationInvalid(String)
  /// The keys' URL, or the issuer's with discovery, is neither https nor http on the loopback interface.
  case urlInsecure(String)

  /// One sentence that says what to change.
  public var message: String {
    switch self {
    case .issuerNameInvalid(let name): "The issuer name `\(name)` may hold only a-z, 0-9 and `-`."
    case .issuerRepeated(let name): "The issuer `\(name)` is configured twice; give each its own name and `iss`."
    case .issuerNameReserved(let name): "The issuer name `\(name)` means this gateway's own accounts; choose another."
    case .audienceMissing(let name): "The issuer `\(name)` needs an audience, or its tokens for others would open this."
    case .algorithmMissing(let name): "The issuer `\(name)` needs at least one algorithm."
    case .clockSkewTooLarge(let name):
      "The clock skew of issuer `\(name)` must be 0 to \(IdentityLimits.clockSkew) seconds."
    case .durationInvalid(let name):
      "The durations of issuer `\(name)` must be positive, the stale limit no less than the lifetime."
    case .urlInsecure(let name): "The keys of issuer `\(name)` must come over https, or http from this machine."
    }
  }
}
