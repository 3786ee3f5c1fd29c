/// All roles as written, in order.
public struct PolicyDocument: Sendable {
  public var roles: [RoleDocument]

  public init(roles: [RoleDocument] = []) { self.roles = roles }
}
