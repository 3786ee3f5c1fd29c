import Policy

/// Reads where an issuer's keys come from: a file, a URL, or its metadata, which is the default.
enum JWTKeysReader {
  static func keys(_ section: Section, _ issuer: Located<String>?) -> JWTIssuerSettings.Keys? {
    let file = section.file("jwks_file")
    let url = section.text("jwks_url")
    let discovery = section.text("discovery")
    let given = [file.map { _ in "jwks_file" }, url.map { _ in "jwks_url" }, discovery.map { _ in "discovery" }]
    let names = given.compactMap(\.self)
    guard names.count <= 1 else {
      section.report(
        section.position, "\(names.joined(separator: " and ")) are both given", fix: "keep the one the keys come from")
      return nil
    }
    if let file { return .file(file) }
    if let url { return address(url, section, "jwks_url").map { .url($0) } }
    if let discovery { return address(discovery, section, "discovery").map { .discovery($0) } }
    guard let issuer else { return nil }
    let metadata = Located(metadataURL(issuer.value), issuer.position)
    return address(metadata, section, "issuer").map { .discovery($0) }
  }

  /// OpenID Connect Discovery 1.0 section 4: the well-known path goes after the issuer's own.
  private static func metadataURL(_ issuer: String) -> String {
    (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
  }

  private static func address(_ text: Located<String>, _ section: Section, _ key: String) -> WebAddress? {
    if let url = WebAddress(parsing: text.value), url.isSecure || Loopback.contains(url.host) { return url }
    section.reportUnexpected(
      text, section.label(key), "an https URL without query (http only to this machine), or name a jwks_file")
    return nil
  }
}
