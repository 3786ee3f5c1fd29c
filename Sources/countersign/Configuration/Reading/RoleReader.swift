import Policy

/// Reads `roles` into a policy document; what the words mean together is for Policy to check.
enum RoleReader {
  static func read(_ root: Section) -> PolicyDocument {
    var zones = TimeZoneFolder()
    return PolicyDocument(roles: root.namedSections("roles") { role($0, $1, &zones) })
  }

  private static func role(_ name: Located<String>, _ section: Section, _ zones: inout TimeZoneFolder) -> RoleDocument {
    section.checkName(name, "a role")
    var role = RoleDocument(name: name, members: members(section))
    role.models = section.texts("models")
    role.routes = section.texts("routes")
    role.actions = section.node("actions").map { _ in actions(section) }
    role.tools = section.node("tools").map { _ in section.texts("tools") }
    role.hours = section.sections("hours") { HoursReader.window($0, &zones) }
    reportEmpty("hours", section)
    role.networks = networks(section)
    role.requirement = section.section("require") { requirement($0) } ?? Requirement()
    role.fields = section.texts("allow_fields")
    if section.node("max_tokens") != nil {
      role.maximumTokens = Int64(section.integer("max_tokens", default: 1, 1...1_000_000_000))
    }
    return role
  }

  private static func members(_ section: Section) -> RoleDocument.Members {
    if let node = section.node("members"), case .text(let word) = node.content {
      if word != "everyone" {
        section.reportUnexpected(
          Located(word, node.position), section.label("members"),
          "everyone (whoever is identified), or { users: [ \"local:ana\" ], groups: [ \"corp:eng\" ] }")
      }
      return .everyone
    }
    return section.section("members") { .named(users: $0.texts("users"), groups: $0.texts("groups")) }
      ?? .named(users: [], groups: [])
  }

  private static func actions(_ section: Section) -> [Located<Action>] {
    section.texts("actions").compactMap { text in
      if let action = Action(name: text.value) { return Located(action, text.position) }
      let words = Action.allCases.map(\.name)
      section.reportUnexpected(text, section.label("actions"), words.joined(separator: ", "), among: words)
      // What was probably meant stands in, so that the rest of the role is checked as intended.
      let meant = NearestName.of(text.value, in: words).flatMap(Action.init(name:))
      return meant.map { Located($0, text.position) }
    }
  }

  /// An empty list of conditions would be no condition at all.
  private static func reportEmpty(_ key: String, _ section: Section) {
    guard let node = section.node(key), case .list(let elements) = node.content, elements.isEmpty else { return }
    section.report(node.position, "\(section.label(key)) is empty", fix: "name one, or remove the key")
  }

  private static func networks(_ section: Section) -> [Network] {
    let texts = section.texts("networks")
    reportEmpty("networks", section)
    return texts.compactMap { network($0, section) }
  }

  private static func network(_ text: Located<String>, _ section: Section) -> Network? {
    do throws(Network.Flaw) {
      return try Network(parsing: text.value)
    } catch {
      section.reportUnexpected(text, section.label("networks"), expected(error))
      return nil
    }
  }

  private static func expected(_ flaw: Network.Flaw) -> String {
    switch flaw {
    case .notAnAddress: "a network such as 10.0.0.0/8 or 2001:db8::/32"
    case .badLength: "a prefix length that fits the address, such as 10.0.0.0/8"
    case .hostBitsSet: "a network without bits beyond its length, such as 10.0.0.0/8, not 10.0.0.1/8"
    }
  }

  private static func requirement(_ section: Section) -> Requirement? {
    var requirement = Requirement()
    requirement.factors = section.integer("factors", default: 0, 1...Requirement.mostFactors)
    requirement.contextClasses = section.text("acr").map { [$0.value] } ?? []
    requirement.methods = section.texts("amr").map(\.value)
    if let age = section.text("max_age") {
      let seconds = DurationText.nanoseconds(age.value).map { Int64($0 / 1_000_000_000) }
      if let seconds, (1...Requirement.longestAge).contains(seconds) {
        requirement.maximumAge = seconds
      } else {
        section.reportUnexpected(
          age, section.label("max_age"),
          "a duration from 1s to 365d, such as 15m; proofs made for one call are not in this version")
      }
    }
    return requirement
  }
}
