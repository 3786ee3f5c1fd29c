/// All roles as written, in order.
public struct PolicyDocument: Sendable {
  /// Their order is that of indices and of refusals.
  public var roles: [RoleDocument]

  public init(roles: [RoleDocument] = []) { self.roles = roles }
}
