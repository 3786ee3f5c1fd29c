/// Turns valid roles into the sets a decision intersects.
enum PolicyCompiler {
  struct Parts {
    let version: [UInt8]
    let vocabulary: PolicyVocabulary
    var roleNames: [[UInt8]] = []
    var roles: [CompiledRole] = []
    var everyone = RoleSet()
    var users: [CompiledPolicy.Matcher] = []
    var groups: [CompiledPolicy.Matcher] = []
    var modelRoles: [RoleSet]
    var routeRoles: [RoleSet]
    var anyModelRoles = RoleSet()
    var actionRoles = [RoleSet](repeating: RoleSet(), count: Action.allCases.count)
    var guardsTools = false
    var tools: [CompiledPolicy.Matcher] = []
    var toolsOnly = RoleSet()
    var conditional = RoleSet()
    var timed = RoleSet()
    var capped = RoleSet()
    var aged = RoleSet()
  }

  /// What a role that speaks of tools and of no action grants: the calls that can ask for tools.
  static let toolActions: [Action] = [.chat, .complete]

  static func compile(_ document: PolicyDocument, _ vocabulary: PolicyVocabulary, version: [UInt8]) -> Parts {
    var parts = Parts(
      version: version, vocabulary: vocabulary,
      modelRoles: vocabulary.models.map { _ in RoleSet() }, routeRoles: vocabulary.routes.map { _ in RoleSet() })
    for (index, role) in document.roles.enumerated() {
      addMembers(role, index, &parts)
      addTargets(role, index, &parts)
      addTools(role, index, &parts)
      addConditions(role, index, &parts)
    }
    return parts
  }

  private static func addMembers(_ role: RoleDocument, _ index: Int, _ parts: inout Parts) {
    parts.roleNames.append(Array(role.name.value.utf8))
    switch role.members {
    case .everyone: parts.everyone.insert(index)
    case .named(let users, let groups):
      for user in users { add(user.value, index, to: &parts.users) }
      for group in groups { add(group.value, index, to: &parts.groups) }
    }
  }

  private static func addTargets(_ role: RoleDocument, _ index: Int, _ parts: inout Parts) {
    if !role.models.isEmpty { parts.anyModelRoles.insert(index) }
    mark(role.models, parts.vocabulary.models, index, &parts.modelRoles)
    mark(role.routes, parts.vocabulary.routes, index, &parts.routeRoles)
    for action in role.actions?.map(\.value) ?? toolActions {
      parts.actionRoles[Int(action.rawValue)].insert(index)
    }
  }

  private static func addTools(_ role: RoleDocument, _ index: Int, _ parts: inout Parts) {
    guard let tools = role.tools else { return }
    parts.guardsTools = true
    if role.actions == nil { parts.toolsOnly.insert(index) }
    for tool in tools { add(tool.value, index, to: &parts.tools) }
  }

  private static func addConditions(_ role: RoleDocument, _ index: Int, _ parts: inout Parts) {
    let compiled = CompiledRole(role, fields: parts.vocabulary.fields)
    parts.roles.append(compiled)
    if !role.hours.isEmpty || !role.networks.isEmpty { parts.conditional.insert(index) }
    if !role.hours.isEmpty { parts.timed.insert(index) }
    if role.maximumTokens != nil { parts.capped.insert(index) }
    if role.requirement.maximumAge != nil { parts.aged.insert(index) }
  }

  private static func mark(_ patterns: [Located<String>], _ names: [String], _ role: Int, _ sets: inout [RoleSet]) {
    let compiled = patterns.compactMap { Pattern($0.value) }
    for (index, name) in names.enumerated() {
      let bytes = Array(name.utf8)
      if compiled.contains(where: { $0.matches(bytes.span) }) { sets[index].insert(role) }
    }
  }

  /// Adds the role to the pattern's matcher, one matcher for each distinct pattern.
  private static func add(_ text: String, _ role: Int, to matchers: inout [CompiledPolicy.Matcher]) {
    guard let pattern = Pattern(text) else { return }
    var roles = RoleSet(role)
    if let index = matchers.firstIndex(where: { $0.pattern == pattern }) {
      roles.formUnion(matchers[index].roles)
      matchers[index] = CompiledPolicy.Matcher(pattern: pattern, roles: roles)
    } else {
      matchers.append(CompiledPolicy.Matcher(pattern: pattern, roles: roles))
    }
  }
}
