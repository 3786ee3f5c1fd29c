import Cryptography
import Fetch
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
    algorithms = settings.algorithms.compactMap { SignatureAlgorithm(rawValue: $0) }
    subjectClaim = settings.subjectClaim
    groupsClaim = settings.groupsClaim.split(separator: ".").map(String.init)
    requiredClaims = settings.requiredClaims.map {
      RequiredClaim(path: $0.name.split(separator: ".").map(String.init), values: $0.values)
    }
    tokenTypes = settings.type.map { [$0] } ?? []
    clockSkew = settings.skew
    maximumAge = settings.maximumAge
  }
}

extension KeyReading {
  /// Issuers' keys over HTTP or from a file, each within the limit of a key set; no redirect is followed.
  static func issuers() -> KeyReading {
    let fetcher = Fetcher(limits: FetchLimits(bodyBytes: IdentityLimits.keySetLength))
    return KeyReading(
      fetch: { url in
        let response = try await fetcher.get(url)
        guard response.status == 200 else { throw UnexpectedStatus(status: response.status) }
        return response.body
      },
      file: { path in try FileBytes.read(path, limit: IdentityLimits.keySetLength) })
  }

  /// An issuer's server answered, but not with its keys.
  private struct UnexpectedStatus: Error {
    let status: Int
  }
}
