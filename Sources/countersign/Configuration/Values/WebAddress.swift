/// An `http` or `https` URL in its parts; no user-info, query or fragment.
struct WebAddress: Sendable, Equatable {
  let isSecure: Bool
  /// A DNS name in lower case or an IP address without brackets.
  let host: String
  /// Given, or 443 and 80.
  let port: UInt16
  /// Empty, or from the first slash, without a trailing one.
  let path: String

  /// nil for anything that is not exactly such a URL.
  init?(parsing text: String) {
    let scheme = text.hasPrefix("https://") ? "https://" : "http://"
    guard text.hasPrefix(scheme) else { return nil }
    let rest = text.dropFirst(scheme.count)
    let end = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    guard let authority = Authority(parsing: rest[..<end]), WebAddress.isPath(rest[end...]) else { return nil }
    isSecure = scheme == "https://"
    host = authority.host
    port = authority.port ?? (isSecure ? 443 : 80)
    var path = String(rest[end...])
    while path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// Whether the bytes after the authority are a path that no part of the way could read in two manners.
  static func isPath(_ text: some StringProtocol) -> Bool {
    if text.isEmpty { return true }
    let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:@!$&'()+,=".utf8)
    let segments = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let dots = [Array(".".utf8), Array("..".utf8)]
    return text.utf8.first == UInt8(ascii: "/") && text.utf8.allSatisfy(allowed.contains)
      && !segments.contains { dots.contains(Array($0)) } && !segments.dropFirst().dropLast().contains { $0.isEmpty }
  }

  /// The URL without its path, `https://models.example.org:8443`; a default port is left out.
  var origin: String {
    let name = host.contains(":") ? "[\(host)]" : host
    let isDefault = port == (isSecure ? 443 : 80)
    return (isSecure ? "https://" : "http://") + name + (isDefault ? "" : ":\(port)")
  }

  var text: String { origin + path }
}
