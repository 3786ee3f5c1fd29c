import Policy

/// Reads `upstreams`: each a server behind the gateway.
struct UpstreamReader {
  private(set) var settings: [UpstreamSettings] = []
  /// Every name written, also of upstreams that could not be read, so that one mistake is reported once.
  private var names: [String] = []

  static func read(_ root: Section) -> UpstreamReader {
    var reader = UpstreamReader()
    reader.settings = root.namedSections("upstreams") { name, section in
      reader.names.append(name.value)
      section.checkName(name, "an upstream")
      return upstream(name.value, section)
    }
    return reader
  }

  enum Reference {
    case upstream(Int)
    /// Written, but (reported) not readable.
    case broken
  }

  /// The upstream of this name; nil where (reported) there is none.
  func find(_ name: Located<String>, _ section: Section) -> Reference? {
    if let index = settings.firstIndex(where: { $0.name == name.value }) { return .upstream(index) }
    if names.contains(name.value) { return .broken }
    section.report(
      name.position,
      "there is no upstream named \(PrintableText.line(name.value))" + NearestName.hint(name.value, in: names),
      fix: "define it under upstreams:, or correct the name")
    return nil
  }

  private static func upstream(_ name: String, _ section: Section) -> UpstreamSettings? {
    let url = section.requiredText("url", "http://127.0.0.1:8080")
    let target = url.flatMap { Self.target($0, section) }
    let apis = section.texts("api").compactMap { api($0, section) }
    let settings = Self.settings(
      name, target ?? Target(address: .unix(path: ""), isSecure: false, path: ""), apis, section)
    return target == nil ? nil : settings
  }

  private static func api(_ text: Located<String>, _ section: Section) -> UpstreamSettings.API? {
    if let api = UpstreamSettings.API(rawValue: text.value) { return api }
    section.reportUnexpected(text, section.label("api"), "openai, anthropic or ollama, or a list of them")
    return nil
  }

  /// The settings of a server that was named by its URL alone.
  static func implicit(_ name: String, _ url: Located<String>, _ section: Section) -> UpstreamSettings? {
    guard let target = target(url, section) else { return nil }
    let defaults = Section(
      [], at: url.position, path: [""], ReadingContext(path: "", environment: [:], files: .ignored))
    return settings(name, target, [], defaults)
  }

  private struct Target {
    let address: UpstreamSettings.Address
    let isSecure: Bool
    let path: String
  }

  private static func target(_ text: Located<String>, _ section: Section) -> Target? {
    if text.value.hasPrefix("unix:"), (6..<113).contains(text.value.utf8.count) {
      let path = section.context.resolve(String(text.value.dropFirst(5)))
      return Target(address: .unix(path: path), isSecure: false, path: "")
    }
    if let url = WebAddress(parsing: text.value) {
      return Target(address: .tcp(host: url.host, port: url.port), isSecure: url.isSecure, path: url.path)
    }
    section.reportUnexpected(
      text, section.label("url"),
      "http://HOST:PORT, https://HOST or unix:/PATH; host in lower case, no user, query or fragment")
    return nil
  }

  private static func settings(_ name: String, _ target: Target, _ apis: [UpstreamSettings.API], _ section: Section)
    -> UpstreamSettings
  {
    UpstreamSettings(
      name: name, address: target.address, isSecure: target.isSecure, basePath: target.path, apis: apis,
      credential: section.secret("key"), credentialField: field(section), authorityFile: section.file("ca_file"),
      connectTimeout: section.duration("connect_timeout", default: "5s", "100ms", "1m"),
      firstByteTimeout: section.duration("first_byte_timeout", default: "5m", "1s", "1h"),
      idleTimeout: section.duration("idle_timeout", default: "5m", "1s", "1h"),
      maximumConnections: section.integer("max_connections", default: 256, 1...65_536),
      keepAliveTimeout: section.duration("keep_alive_timeout", default: "60s", "1s", "1h"))
  }

  private static func field(_ section: Section) -> String? {
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
    return section.value("key_header", "a field name in lower case, such as x-api-key") { name in
      !name.isEmpty && name.utf8.count <= 64 && name.utf8.allSatisfy(allowed.contains) ? name : nil
    }
  }
}
