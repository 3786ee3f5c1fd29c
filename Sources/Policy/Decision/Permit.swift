/// Leave to do one thing once. Only a decision makes one, and forwarding consumes it.
///
/// There is no public initialiser and no copy: an unauthorised forward does not compile, a permit spent twice neither.
public struct Permit: ~Copyable, Sendable {
  /// What was decided on, and nothing else.
  public let action: Action
  /// The model, route or list that was decided on.
  public let target: Facts.Target
  /// The role the permit rests on, an index into ``CompiledPolicy/roleNames``.
  public let role: Int
  /// Unix seconds after which what was permitted must end: the earliest of credential, proof and time window.
  public let deadline: Int64
  /// The policy that decided; the permit keeps it alive.
  public let policy: CompiledPolicy
  /// For a model list: the roles whose models may be seen, and those whose demands are not met.
  let listing: Listing

  struct Listing: Sendable {
    var granting = RoleSet()
    var unmet = RoleSet()
  }

  init(
    action: Action, target: Facts.Target, role: Int, deadline: Int64, policy: CompiledPolicy, listing: Listing
  ) {
    self.action = action
    self.target = target
    self.role = role
    self.deadline = deadline
    self.policy = policy
    self.listing = listing
  }

  /// The name of the role the permit rests on, as the rule of the audit log.
  public var roleName: [UInt8] { policy.roleNames[role] }
}
