extension JWTIssuerSettings {
  /// Throws the first thing that is wrong with the settings taken together.
  static func validate(_ issuers: [JWTIssuerSettings]) throws(IdentityConfigurationError) {
    for (index, settings) in issuers.enumerated() {
      try settings.validate()
      for other in issuers[..<index] {
        guard !other.name.hasSameBytes(as: settings.name), !other.issuer.hasSameBytes(as: settings.issuer) else {
          throw .issuerRepeated(settings.name)
        }
      }
    }
  }

  private func validate() throws(IdentityConfigurationError) {
    guard PrincipalIdentifier.isIssuerName(name), !issuer.isEmpty else { throw .issuerNameInvalid(name) }
    guard name != "local" else { throw .issuerNameReserved(name) }
    guard !audiences.isEmpty, !audiences.contains("") else { throw .audienceMissing(name) }
    guard !algorithms.isEmpty else { throw .algorithmMissing(name) }
    guard (0...IdentityLimits.clockSkew).contains(clockSkew) else { throw .clockSkewTooLarge(name) }
    guard keyLifetime > 0, keyRefetchInterval > 0, keyStaleLimit >= keyLifetime, maximumAge ?? 1 > 0 else {
      throw .durationInvalid(name)
    }
    switch keys {
    case .file: break
    case .url(let url): guard KeyURL.isTrustworthy(url) else { throw .urlInsecure(name) }
    case .discovery: guard KeyURL.isTrustworthy(issuer) else { throw .urlInsecure(name) }
    }
  }
}
