import Policy

/// Reads `upstreams`: each a server behind the gateway.
struct UpstreamReader {
  private(set) var settings: [UpstreamSettings] = []
  /// Every name written, also of upstreams that could not be read, so that one mistake is reported once.
  private var names: [String] = []
  private let watch: AddressGuard

  /// The most URLs of one upstream.
  static let maximumTargets = 64

  private init(_ watch: AddressGuard) { self.watch = watch }

  static func read(_ root: Section, _ watch: AddressGuard) -> UpstreamReader {
    var reader = UpstreamReader(watch)
    reader.settings = root.namedSections("upstreams") { name, section in
      reader.names.append(name.value)
      section.checkName(name, "an upstream")
      return reader.upstream(name.value, section)
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

  private func upstream(_ name: String, _ section: Section) -> UpstreamSettings? {
    let allowsLinkLocal = section.flag("allow_link_local", default: false)
    let targets = Self.urls(section).compactMap { target($0, section, allowsLinkLocal) }
    let apis = section.texts("api").compactMap { Self.api($0, section) }
    let settings = Self.settings(name, targets, apis, allowsLinkLocal, section)
    return targets.isEmpty ? nil : settings
  }

  private static func urls(_ section: Section) -> [Located<String>] {
    let known = section.context.problems.count
    let (one, several) = (section.text("url"), section.texts("urls"))
    if let one, let first = several.first {
      section.report(
        first.position, "both \(section.label("url")) and urls are given", fix: "list all of them under urls")
      return [one]
    }
    let urls = one.map { [$0] } ?? several
    if urls.isEmpty && section.context.problems.count == known {
      section.reportMissing("url", "http://127.0.0.1:8080")
    }
    for (index, url) in urls.enumerated() where urls[..<index].contains(where: { $0.value == url.value }) {
      section.report(url.position, "\(section.label("urls")) names this server twice", fix: "keep one of the two")
    }
    if urls.count > maximumTargets {
      let url = urls[maximumTargets]
      section.report(
        url.position, "\(section.label("urls")) names more than \(maximumTargets) servers",
        fix: "name fewer, or one name that has several addresses")
    }
    return urls
  }

  private static func api(_ text: Located<String>, _ section: Section) -> UpstreamSettings.API? {
    if let api = UpstreamSettings.API(rawValue: text.value) { return api }
    section.reportUnexpected(text, section.label("api"), "openai, anthropic or ollama, or a list of them")
    return nil
  }

  /// The settings of a server that was named by its URL alone.
  func implicit(_ name: String, _ url: Located<String>, _ section: Section) -> UpstreamSettings? {
    guard let target = target(url, section, false) else { return nil }
    let defaults = Section(
      [], at: url.position, path: [""], ReadingContext(path: "", environment: [:], files: .ignored))
    return Self.settings(name, [target], [], false, defaults)
  }

  private func target(_ text: Located<String>, _ section: Section, _ allowsLinkLocal: Bool)
    -> UpstreamSettings.Target?
  {
    if text.value.hasPrefix("unix:"), (6..<113).contains(text.value.utf8.count) {
      let path = section.context.resolve(String(text.value.dropFirst(5)))
      let target = UpstreamSettings.Target(
        name: "unix:\(path)", address: .unix(path: path), isSecure: false, basePath: "")
      return accepted(target, watch.objection(toSocket: path), text, section)
    }
    if let url = WebAddress(parsing: text.value) {
      let target = UpstreamSettings.Target(
        name: url.origin, address: .tcp(host: url.host, port: url.port), isSecure: url.isSecure, basePath: url.path)
      return accepted(target, objection(to: url, allowsLinkLocal), text, section)
    }
    section.reportUnexpected(
      text, section.label("url"),
      "http://HOST:PORT, https://HOST or unix:/PATH; host in lower case, no user, query or fragment")
    return nil
  }

  // Names are judged when they are resolved, at the start and each time after; localhost is no name but this machine.
  private func objection(to url: WebAddress, _ allowsLinkLocal: Bool) -> AddressGuard.Objection? {
    let hosts = url.host == "localhost" ? ["127.0.0.1", "::1"] : [url.host]
    for address in hosts.compactMap({ NetworkAddress(parsing: $0) }) {
      let found = watch.objection(to: address, port: url.port, allowsLinkLocal: allowsLinkLocal)
      if let found { return found }
    }
    return nil
  }

  private func accepted(
    _ target: UpstreamSettings.Target, _ objection: AddressGuard.Objection?, _ text: Located<String>, _ section: Section
  ) -> UpstreamSettings.Target? {
    guard let objection else { return target }
    section.report(text.position, "\(section.label("url")): \(target.name) \(objection.sentence)", fix: objection.fix)
    return nil
  }

  private static func settings(
    _ name: String, _ targets: [UpstreamSettings.Target], _ apis: [UpstreamSettings.API], _ allowsLinkLocal: Bool,
    _ section: Section
  ) -> UpstreamSettings {
    UpstreamSettings(
      name: name, targets: targets, apis: apis,
      credential: section.secret("key"), credentialField: field(section), authorityFile: section.file("ca_file"),
      connectTimeout: section.duration("connect_timeout", default: "5s", "100ms", "1m"),
      firstByteTimeout: section.duration("first_byte_timeout", default: "5m", "1s", "1h"),
      idleTimeout: section.duration("idle_timeout", default: "5m", "1s", "1h"),
      maximumConnections: section.integer("max_connections", default: 256, 1...65_536),
      keepAliveTimeout: section.duration("keep_alive_timeout", default: "60s", "1s", "1h"),
      waitTimeout: section.duration("wait_timeout", default: "1m", "100ms", "1h"),
      minimumIdle: section.integer("min_idle", default: 0, 0...1000),
      resolutionInterval: section.duration("dns_interval", default: "30s", "1s", "1d"),
      allowsLinkLocal: allowsLinkLocal, ejection: section.ejection(), health: section.health(),
      retries: section.retries())
  }

  private static func field(_ section: Section) -> String? {
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
    return section.value("key_header", "a field name in lower case, such as x-api-key") { name in
      !name.isEmpty && name.utf8.count <= 64 && name.utf8.allSatisfy(allowed.contains) ? name : nil
    }
  }
}
