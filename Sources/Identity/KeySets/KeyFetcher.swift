/// Reads an issuer's key set from where the settings say.
struct KeyFetcher: Sendable {
  let settings: JWTIssuerSettings
  let reading: KeyReading

  /// The set, or nil for anything that went wrong on the way; what went wrong is the caller's to report.
  func read() async -> JSONWebKeySet? {
    do {
      switch settings.keys {
      case .file(let path): return JSONWebKeySet(try await reading.file(path))
      case .url(let url): return JSONWebKeySet(try await reading.fetch(url))
      case .discovery:
        guard let url = discoveredURL(try await reading.fetch(discoveryURL)) else { return nil }
        return JSONWebKeySet(try await reading.fetch(url))
      }
    } catch {
      return nil
    }
  }

  /// The issuer with `/.well-known/openid-configuration` behind it (OpenID Connect Discovery section 4).
  private var discoveryURL: String {
    let base = settings.issuer.utf8.last == 0x2f ? String(settings.issuer.dropLast()) : settings.issuer
    return base + "/.well-known/openid-configuration"
  }

  /// The `jwks_uri` of a document that names exactly this issuer (section 4.3); nil for any other.
  private func discoveredURL(_ document: [UInt8]) -> String? {
    guard document.count <= IdentityLimits.keySetLength, let members = (try? JSONReader.read(document))?.object,
      let issuer = members["issuer"]?.string, issuer.hasSameBytes(as: settings.issuer),
      let url = members["jwks_uri"]?.string, KeyURL.isTrustworthy(url)
    else { return nil }
    // An issuer on https may not send us to an unencrypted address.
    let isDowngrade = settings.issuer.utf8.starts(with: "https:".utf8) && url.utf8.starts(with: "http:".utf8)
    return isDowngrade ? nil : url
  }
}
