import Testing

@testable import Identity

@Suite("Settings of issuers")
struct SettingsTests {
  private func make(_ change: (inout JWTIssuerSettings) -> Void) -> JWTIssuerSettings {
    var settings = JWTIssuerSettings(
      name: "corp", issuer: "https://idp.example.org", audiences: ["models"], keys: .discovery)
    change(&settings)
    return settings
  }

  private func error(_ issuers: [JWTIssuerSettings]) -> IdentityConfigurationError? {
    do {
      try JWTIssuerSettings.validate(issuers)
      return nil
    } catch {
      return error
    }
  }

  @Test("what could make identity ambiguous or open is refused before anything runs")
  func refused() {
    #expect(error([make { _ in }]) == nil)
    for name in ["", "Corp", "a:b", "a b", "é"] {
      #expect(error([make { $0.name = name }]) == .issuerNameInvalid(name))
    }
    #expect(error([make { $0.name = "local" }]) == .issuerNameReserved("local"))
    #expect(error([make { $0.issuer = "" }]) == .issuerNameInvalid("corp"))
    #expect(error([make { _ in }, make { $0.name = "two" }]) == .issuerRepeated("two"))
    #expect(error([make { _ in }, make { $0.issuer = "https://two.example" }]) == .issuerRepeated("corp"))
    #expect(error([make { $0.audiences = [] }]) == .audienceMissing("corp"))
    #expect(error([make { $0.audiences = ["models", ""] }]) == .audienceMissing("corp"))
    #expect(error([make { $0.algorithms = [] }]) == .algorithmMissing("corp"))
    for skew in [-1, IdentityLimits.clockSkew + 1] {
      #expect(error([make { $0.clockSkew = skew }]) == .clockSkewTooLarge("corp"))
    }
    for change: (inout JWTIssuerSettings) -> Void in [
      { $0.keyLifetime = 0 }, { $0.keyRefetchInterval = 0 }, { $0.keyStaleLimit = 299 }, { $0.maximumAge = 0 },
    ] {
      #expect(error([make(change)]) == .durationInvalid("corp"))
    }
  }

  @Test(
    "keys come over https, or http from this machine",
    arguments: [
      ("https://idp.example.org/k", true), ("https://idp.example.org:8443/k?x=1", true),
      ("http://127.0.0.1:9000/k", true),
      ("http://localhost/k", true), ("http://[::1]:80/k", true), ("http://idp.example.org/k", false),
      ("http://127.0.0.1.evil.example/k", false), ("http://localhost@evil.example/k", false),
      ("http://localhost:80@evil.example/k", false), ("https://a@b/k", false), ("https:///k", false),
      ("HTTPS://a/k", false),
      ("file:///etc/passwd", false), ("https://a\\b/k", false), ("https://a/k#x", false), ("https://a b/k", false),
      ("", false),
    ])
  func addresses(url: String, isTrustworthy: Bool) {
    #expect(KeyURL.isTrustworthy(url) == isTrustworthy)
    #expect(error([make { $0.keys = .url(url) }]) == (isTrustworthy ? nil : .urlInsecure("corp")))
  }
}
