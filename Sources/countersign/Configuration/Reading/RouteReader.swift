import Policy

/// Reads `routes`: plain HTTP APIs beside the models.
struct RouteReader {
  private(set) var settings: [RouteSettings] = []
  /// Servers that routes name by URL.
  private(set) var upstreams: [UpstreamSettings] = []
  private let named: UpstreamReader

  static func read(_ root: Section, _ upstreams: UpstreamReader) -> RouteReader {
    var reader = RouteReader(upstreams)
    var seen: Set<String> = []
    reader.settings = root.sections("routes") { section in
      let route = reader.route(section)
      if let route, !seen.insert(route.name).inserted {
        section.report(section.position, "the route name \(route.name) is taken", fix: "add name: WORD")
      }
      return route
    }
    return reader
  }

  private init(_ upstreams: UpstreamReader) { named = upstreams }

  private mutating func route(_ section: Section) -> RouteSettings? {
    let from = section.requiredText("from", "/reports/**")
    let to = section.requiredText("to", "http://127.0.0.1:9000, or the name of an upstream")
    let given = section.text("name")
    let methods = Self.methods(section)
    guard let from, let paths = Self.paths(from, section) else { return nil }
    let name = given?.value ?? Self.name(of: paths)
    section.checkName(given ?? Located(name, from.position), "a route")
    guard let to, let upstream = upstream(to, name, section) else { return nil }
    return RouteSettings(name: name, paths: paths, upstream: upstream, methods: methods)
  }

  private mutating func upstream(_ to: Located<String>, _ route: String, _ section: Section) -> Int? {
    guard to.value.contains(":") else {
      guard case .upstream(let index)? = named.find(to, section) else { return nil }
      return index
    }
    guard let implicit = named.implicit("route:" + route, to, section) else { return nil }
    upstreams.append(implicit)
    return named.settings.count + upstreams.count - 1
  }

  private static func paths(_ from: Located<String>, _ section: Section) -> RouteSettings.Paths? {
    let isBelow = from.value.hasSuffix("/**")
    let path = isBelow ? String(from.value.dropLast(2)) : from.value
    guard !path.isEmpty, WebAddress.isPath(path), isBelow || !path.hasSuffix("/") || path == "/" else {
      section.reportUnexpected(from, section.label("from"), "a path such as /reports, or /reports/** for all below it")
      return nil
    }
    guard !path.hasPrefix("/.countersign") else {
      section.report(from.position, "/.countersign is the gateway's own", fix: "choose another path")
      return nil
    }
    return isBelow ? .below(path) : .exactly(path)
  }

  /// `reports-daily` of `/reports/daily/**`.
  private static func name(of paths: RouteSettings.Paths) -> String {
    let path =
      switch paths {
      case .exactly(let path), .below(let path): path
      }
    let name = path.split(separator: "/").joined(separator: "-")
    return name.isEmpty ? "root" : name
  }

  private static func methods(_ section: Section) -> [String] {
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    return section.texts("methods").compactMap { method in
      if known.contains(method.value) { return method.value }
      section.reportUnexpected(
        method, section.label("methods"), "methods in capitals: \(known.joined(separator: ", "))")
      return nil
    }
  }
}
