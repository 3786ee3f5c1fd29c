/// All roles of one configuration, compiled into sets: a decision intersects them and allocates nothing.
///
/// Immutable; a new configuration is a new policy, and whoever holds a ``Standing`` asks the new one for another.
public final class CompiledPolicy: Sendable {
  /// A set of roles for each name or pattern that matches.
  struct Matcher: Sendable {
    let pattern: Pattern
    let roles: RoleSet
  }

  /// A short digest of the configuration, as text; supplied by whoever compiled it.
  public let version: [UInt8]
  /// By role index.
  public let roleNames: [[UInt8]]
  /// By model index.
  public let modelNames: [[UInt8]]
  /// By route index.
  public let routeNames: [[UInt8]]
  /// By bit.
  public let fieldNames: [[UInt8]]

  let roles: [CompiledRole]
  let everyone: RoleSet
  let users: [Matcher]
  let groups: [Matcher]
  let modelRoles: [RoleSet]
  let routeRoles: [RoleSet]
  /// Roles that name at least one model.
  let anyModelRoles: RoleSet
  /// By action's raw value.
  let actionRoles: [RoleSet]
  /// Whether any role speaks of tools; then a tool needs a role that allows it.
  let guardsTools: Bool
  let tools: [Matcher]
  /// Roles that take part only in calls that ask for one of their tools.
  let toolsOnly: RoleSet
  /// Roles with hours or networks.
  let conditional: RoleSet
  /// Roles with hours.
  let timed: RoleSet
  /// Roles with a token limit.
  let capped: RoleSet
  /// Roles with a maximum age.
  let aged: RoleSet
  /// By role index: seconds, `Int64.max` for any age.
  let maximumAges: [Int64]
  /// By role index: guarded fields, by bit.
  let fieldBits: [UInt64]

  init(_ parts: PolicyCompiler.Parts) {
    version = parts.version
    roleNames = parts.roleNames
    modelNames = parts.vocabulary.models.map { Array($0.utf8) }
    routeNames = parts.vocabulary.routes.map { Array($0.utf8) }
    fieldNames = parts.vocabulary.fields.map { Array($0.utf8) }
    roles = parts.roles
    everyone = parts.everyone
    users = parts.users
    groups = parts.groups
    modelRoles = parts.modelRoles
    routeRoles = parts.routeRoles
    anyModelRoles = parts.anyModelRoles
    actionRoles = parts.actionRoles
    guardsTools = parts.guardsTools
    tools = parts.tools
    toolsOnly = parts.toolsOnly
    conditional = parts.conditional
    timed = parts.timed
    capped = parts.capped
    aged = parts.aged
    maximumAges = parts.roles.map { $0.requirement.maximumAge ?? .max }
    fieldBits = parts.roles.map(\.fields)
  }

  /// Compiles the roles.
  ///
  /// - Parameter version: a short digest of the configuration, as text.
  /// - Throws: everything that is wrong with the document at once.
  public static func compile(_ document: PolicyDocument, _ vocabulary: PolicyVocabulary, version: [UInt8])
    throws(PolicyProblems) -> CompiledPolicy
  {
    let problems = PolicyValidator(document, vocabulary).problems()
    guard problems.isEmpty else { throw PolicyProblems(list: problems) }
    return CompiledPolicy(PolicyCompiler.compile(document, vocabulary, version: version))
  }
}

/// Everything that is wrong with a policy document, in the order it was written.
public struct PolicyProblems: Error, Sendable {
  /// In the order of the document; at least one.
  public let list: [PolicyProblem]
}
