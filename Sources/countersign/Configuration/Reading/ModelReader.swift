import Policy

/// Reads `models`: the names callers use, and where each runs.
enum ModelReader {
  static func read(_ root: Section, _ upstreams: UpstreamReader) -> [ModelSettings] {
    var seen: Set<[UInt8]> = []
    return root.namedSections("models") { name, section in
      var names = [name] + section.texts("aliases")
      names.removeAll { !isName($0, section) }
      for name in names where !seen.insert(Array(name.value.utf8)).inserted {
        section.report(
          name.position, "the model name \(name.value) is taken", fix: "a name or alias belongs to one model only")
      }
      let upstreamName = section.text("name")
      let upstream = section.requiredText("upstream", "the name of an upstream")
        .flatMap { model($0, upstreams, section) }
      return ModelSettings(
        name: name.value, upstream: upstream ?? 0, upstreamName: upstreamName?.value ?? name.value,
        aliases: names.dropFirst().map(\.value))
    }
  }

  private static func model(_ name: Located<String>, _ upstreams: UpstreamReader, _ section: Section) -> Int? {
    guard case .upstream(let index)? = upstreams.find(name, section) else { return nil }
    if upstreams.settings[index].apis.isEmpty {
      section.report(
        name.position, "upstream \(name.value) does not say which API its models speak",
        fix: "add api: openai, anthropic or ollama to the upstream")
    }
    return index
  }

  private static func isName(_ name: Located<String>, _ section: Section) -> Bool {
    let bytes = name.value.utf8
    if (1...255).contains(bytes.count), bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "*") }) {
      return true
    }
    section.reportUnexpected(name, "a model name", "1 to 255 visible ASCII characters, without *")
    return false
  }
}
