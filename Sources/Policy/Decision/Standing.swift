/// What one policy makes of one verified credential: its roles, its key's scope, and which demands it meets.
///
/// Made once per verified credential by ``CompiledPolicy/standing(of:)`` and kept beside the principal; good only under
/// the policy that made it, see ``isUnder(_:)``.
public final class Standing: Sendable {
  /// The roles that have the caller as a member.
  public let roles: RoleSet
  /// Roles whose demands, age apart, the credential does not meet.
  let unmet: RoleSet
  /// Unix seconds; nil for a credential that proves nothing about a person's presence.
  let authenticatedAt: Int64?
  /// Unix seconds.
  let expires: Int64
  let scope: CompiledKeyScope?
  private let policy: ObjectIdentifier

  init(
    roles: RoleSet, unmet: RoleSet, authenticatedAt: Int64?, expires: Int64, scope: CompiledKeyScope?,
    policy: CompiledPolicy
  ) {
    self.roles = roles
    self.unmet = unmet
    self.authenticatedAt = authenticatedAt
    self.expires = expires
    self.scope = scope
    self.policy = ObjectIdentifier(policy)
  }

  /// Whether `policy` made this; where not, ask it for a new one before deciding.
  public func isUnder(_ policy: CompiledPolicy) -> Bool { self.policy == ObjectIdentifier(policy) }
}
