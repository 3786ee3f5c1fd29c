extension CompiledPolicy {
  /// The roles of a user and groups, names issuer-scoped; compare the work of a login, not of a request.
  public func roles(ofUser user: [UInt8], groups names: [String]) -> RoleSet {
    var found = everyone
    Self.collect(users, user.span, &found)
    for name in names {
      let bytes = Array(name.utf8)
      Self.collect(groups, bytes.span, &found)
    }
    return found
  }

  /// What this policy makes of a verified credential; made once, kept beside the principal.
  public func standing(of caller: Caller) -> Standing {
    let roles = roles(ofUser: caller.name, groups: caller.groups)
    let proved = caller.authenticatedAt.flatMap { $0 >= 0 ? $0 : nil }
    var unmet = RoleSet()
    var rest = roles
    while let role = rest.popFirst() {
      let requirement = self.roles[role].requirement
      let meets = Assurance.meets(requirement, methods: caller.methods, contextClass: caller.contextClass)
      if !meets || (requirement.maximumAge != nil && proved == nil) { unmet.insert(role) }
    }
    return Standing(
      roles: roles, unmet: unmet, authenticatedAt: proved, expires: caller.expires,
      scope: caller.scope.map { CompiledKeyScope($0, models: modelNames, routes: routeNames) }, policy: self)
  }

  private static func collect(_ matchers: [Matcher], _ name: Span<UInt8>, _ found: inout RoleSet) {
    for matcher in matchers where matcher.pattern.matches(name) { found.formUnion(matcher.roles) }
  }
}
