import Cryptography
import Identity

extension Identity.JWTIssuerSettings {
  /// What verification needs of an issuer as the configuration describes it.
  init(_ settings: JWTIssuerSettings) {
    let keys: JWTKeySource =
      switch settings.keys {
      case .file(let path): .file(path: path)
      case .url(let address): .url(address.text)
      case .discovery: .discovery
      }
    self.init(name: settings.name, issuer: settings.issuer, audiences: settings.audiences, keys: keys)
    algorithms = settings.algorithms.compactMap { SignatureAlgorithm(name: $0) }
    subjectClaim = settings.subjectClaim
    groupsClaim = settings.groupsClaim.split(separator: ".").map(String.init)
    requiredClaims = settings.requiredClaims.map { RequiredClaim(name: $0.name, values: $0.values) }
    tokenTypes = settings.type.map { [$0] } ?? []
    clockSkew = settings.skew
    maximumAge = settings.maximumAge
  }
}
