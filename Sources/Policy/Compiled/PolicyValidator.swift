/// Finds everything in a policy document that cannot mean what was intended.
struct PolicyValidator {
  private let document: PolicyDocument
  private let vocabulary: PolicyVocabulary

  init(_ document: PolicyDocument, _ vocabulary: PolicyVocabulary) {
    self.document = document
    self.vocabulary = vocabulary
  }

  func problems() -> [PolicyProblem] {
    precondition(vocabulary.fields.count <= 64, "guarded fields are bits of one word")
    var problems = duplicates() + surplus()
    for role in document.roles {
      problems += members(role) + targets(role) + actions(role)
      problems += tools(role) + fields(role) + limits(role)
    }
    return problems
  }

  private func surplus() -> [PolicyProblem] {
    document.roles.dropFirst(RoleSet.capacity).prefix(1).map { role in
      PolicyProblem(
        role.name.position, "there are \(document.roles.count) roles, and \(RoleSet.capacity) is the most",
        fix: "merge roles that grant the same, or use patterns")
    }
  }

  private func duplicates() -> [PolicyProblem] {
    var seen: Set<[UInt8]> = []
    return document.roles.filter { !seen.insert(Array($0.name.value.utf8)).inserted }.map { role in
      PolicyProblem(role.name.position, "role \(role.name.value) is defined twice", fix: "give each role its own name")
    }
  }

  private func members(_ role: RoleDocument) -> [PolicyProblem] {
    guard case .named(let users, let groups) = role.members else { return [] }
    if users.isEmpty && groups.isEmpty {
      return [
        PolicyProblem(
          role.name.position, "role \(role.name.value) has no members",
          fix: "write members: { groups: [ \"corp:eng\" ] }, { users: [ \"local:ana\" ] } or members: everyone")
      ]
    }
    return (users + groups).compactMap { member in
      patternProblem(member, "member") ?? (Self.isScoped(member.value) ? nil : Self.unscoped(member))
    }
  }

  /// Whether the issuer before the colon is spelled out and something follows it.
  private static func isScoped(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && !parts[0].contains(UInt8(ascii: "*")) && !parts[1].isEmpty
  }

  private static func unscoped(_ member: Located<String>) -> PolicyProblem {
    PolicyProblem(
      member.position, "'\(member.value)' does not say which issuer it belongs to",
      fix: "write the issuer's name in front, such as \"local:\(member.value)\"; everyone is members: everyone")
  }

  private func targets(_ role: RoleDocument) -> [PolicyProblem] {
    if role.models.isEmpty && role.routes.isEmpty {
      return [
        PolicyProblem(
          role.name.position, "role \(role.name.value) grants nothing: it names neither models nor routes",
          fix: "add models: [ NAME ] or routes: [ NAME ]")
      ]
    }
    return names(role.models, vocabulary.models, "model") + names(role.routes, vocabulary.routes, "route")
  }

  private func names(_ patterns: [Located<String>], _ known: [String], _ kind: String) -> [PolicyProblem] {
    patterns.compactMap { pattern in
      if let problem = patternProblem(pattern, kind) { return problem }
      guard let literal = Pattern(pattern.value)?.literal,
        !known.contains(where: { $0.utf8.elementsEqual(literal) })
      else { return nil }
      return PolicyProblem(
        pattern.position, "there is no \(kind) named \(pattern.value)",
        fix: "define it under \(kind)s:, or correct the name", unknown: (pattern.value, known))
    }
  }

  private func actions(_ role: RoleDocument) -> [PolicyProblem] {
    if role.models.isEmpty && role.routes.isEmpty { return [] }
    guard let actions = role.actions else {
      guard role.tools == nil else { return [] }
      return [
        PolicyProblem(
          role.name.position, "role \(role.name.value) does not say which actions it grants",
          fix: "add actions: [ \(role.models.isEmpty ? "read, write" : "chat, complete, embed, list") ], or fewer")
      ]
    }
    let onRoutes = actions.contains { $0.value == .read || $0.value == .write }
    let onModels = actions.contains { $0.value != .read && $0.value != .write }
    var problems: [PolicyProblem] = []
    if onModels != !role.models.isEmpty { problems.append(mismatch(role, "models", "chat, complete, embed and list")) }
    if onRoutes != !role.routes.isEmpty { problems.append(mismatch(role, "routes", "read and write")) }
    return problems
  }

  private func mismatch(_ role: RoleDocument, _ targets: String, _ actions: String) -> PolicyProblem {
    let position = role.actions?.first?.position ?? role.name.position
    return PolicyProblem(
      position, "role \(role.name.value) names \(targets) without an action for them, or the other way round",
      fix: "\(actions) are the actions for \(targets); name both or neither")
  }

  private func tools(_ role: RoleDocument) -> [PolicyProblem] {
    guard let tools = role.tools else { return [] }
    if role.models.isEmpty {
      return [
        PolicyProblem(
          role.name.position, "role \(role.name.value) names tools but no model that may use them",
          fix: "add models: [ NAME ]")
      ]
    }
    return tools.compactMap { patternProblem($0, "tool") }
  }

  private func fields(_ role: RoleDocument) -> [PolicyProblem] {
    role.fields.compactMap { field in
      guard !vocabulary.fields.contains(where: { $0.utf8.elementsEqual(field.value.utf8) }) else { return nil }
      return PolicyProblem(
        field.position, "\(field.value) is not a guarded request field",
        fix: "guarded are \(vocabulary.fields.joined(separator: ", "))", unknown: (field.value, vocabulary.fields))
    }
  }

  private func limits(_ role: RoleDocument) -> [PolicyProblem] {
    var problems: [PolicyProblem] = []
    if !(0...Requirement.mostFactors).contains(role.requirement.factors) {
      problems.append(
        PolicyProblem(
          role.name.position, "role \(role.name.value) asks for \(role.requirement.factors) factors",
          fix: "there are \(Requirement.mostFactors) kinds of factor: known, held, of the body"))
    }
    if let age = role.requirement.maximumAge, !(1...Requirement.longestAge).contains(age) {
      problems.append(
        PolicyProblem(
          role.name.position, "role \(role.name.value) has a max_age of \(age) seconds",
          fix: "write a duration from 1s to 365d"))
    }
    if let tokens = role.maximumTokens, tokens < 1 {
      let message = "role \(role.name.value) allows no token"
      problems.append(PolicyProblem(role.name.position, message, fix: "write max_tokens: 1 or more"))
    }
    return problems
  }

  private func patternProblem(_ pattern: Located<String>, _ kind: String) -> PolicyProblem? {
    guard Pattern(pattern.value) == nil else { return nil }
    return PolicyProblem(
      pattern.position, "'\(pattern.value)' is no \(kind) pattern",
      fix: "at most \(Pattern.maximumLength) bytes and \(Pattern.maximumStars) stars, no control characters")
  }
}
