extension CompiledPolicy {
  /// Decides one call. Pure, synchronous, allocates nothing.
  ///
  /// Roles that name the target and the action, apply at this hour and from this address grant the call together; the
  /// strictest of what they demand holds. `standing` must be of this policy (``Standing/isUnder(_:)``); else it traps.
  public func decide(_ facts: borrowing Facts, for standing: Standing) -> Decision {
    precondition(standing.isUnder(self), "a standing is good under the policy that made it only")
    if standing.roles.isEmpty { return .refuse(refusal(.noRole, nil, facts)) }
    if let scope = standing.scope, !scope.allows(facts.action, facts.target) {
      return .refuse(refusal(.keyScope, nil, facts))
    }
    let onTarget = standing.roles.intersection(roles(on: facts.target))
    if onTarget.isEmpty { return .refuse(refusal(missing(facts.target), nil, facts)) }
    let acting = onTarget.intersection(actionRoles[Int(facts.action.rawValue)])
    if acting.isEmpty { return .refuse(refusal(.actionNotAllowed, onTarget.first, facts)) }
    let takingPart = takingPart(acting, facts)
    if takingPart.isEmpty {
      let kind: PolicyRefusal.Kind = facts.tools.count == 0 ? .toolsOnly : .toolNotAllowed(0)
      return .refuse(refusal(kind, acting.first, facts))
    }
    let granting: RoleSet
    switch inForce(takingPart, facts) {
    case .roles(let roles): granting = roles
    case .none(let kind, let closest): return .refuse(refusal(kind, closest, facts))
    }
    if let kind = excess(granting, facts) { return .refuse(refusal(kind, granting.first, facts)) }
    return prove(granting, facts, standing)
  }

  /// Whether a model belongs in the list that `permit` allows.
  ///
  /// It does where a role in force grants `list` on it, all such roles' demands are met, and the key's scope has it.
  public func mayList(model: Int, _ standing: Standing, under permit: borrowing Permit) -> Bool {
    let granting = permit.listing.granting.intersection(modelRoles[model])
    return !granting.isEmpty && granting.isDisjoint(with: permit.listing.unmet)
      && standing.scope?.allows(model: model) ?? true
  }

  private func refusal(_ kind: PolicyRefusal.Kind, _ role: Int?, _ facts: borrowing Facts) -> PolicyRefusal {
    PolicyRefusal(kind: kind, role: role, action: facts.action, target: facts.target)
  }

  private func roles(on target: Facts.Target) -> RoleSet {
    switch target {
    case .model(let index): modelRoles[index]
    case .route(let index): routeRoles[index]
    case .modelList: anyModelRoles
    }
  }

  private func missing(_ target: Facts.Target) -> PolicyRefusal.Kind {
    if case .route = target { .routeNotAllowed } else { .modelNotAllowed }
  }

  /// Drops roles of tools where the call asks for none of theirs.
  private func takingPart(_ acting: RoleSet, _ facts: borrowing Facts) -> RoleSet {
    let ofTools = acting.intersection(toolsOnly)
    if ofTools.isEmpty { return acting }
    var asked = RoleSet()
    for index in 0..<facts.tools.count { asked.formUnion(roles(allowing: facts.tools.name(index))) }
    return acting.subtracting(ofTools.subtracting(asked))
  }

  func roles(allowing tool: [UInt8]) -> RoleSet {
    var allowing = RoleSet()
    for matcher in tools where matcher.pattern.matches(tool.span) { allowing.formUnion(matcher.roles) }
    return allowing
  }

  private enum InForce {
    case roles(RoleSet)
    case none(PolicyRefusal.Kind, closest: Int)
  }

  /// Drops roles that do not apply now or from here.
  private func inForce(_ takingPart: RoleSet, _ facts: borrowing Facts) -> InForce {
    if takingPart.isDisjoint(with: conditional) { return .roles(takingPart) }
    var open = takingPart
    var rest = takingPart.intersection(conditional)
    var shut: Int?
    var afar: Int?
    while let role = rest.popFirst() {
      if !roles[role].reaches(facts.address) {
        if afar == nil { afar = role }
        open.remove(role)
      } else if !roles[role].isOpen(at: facts.now) {
        if shut == nil { shut = role }
        open.remove(role)
      }
    }
    if !open.isEmpty { return .roles(open) }
    if let shut { return .none(.outsideHours, closest: shut) }
    return .none(.outsideNetwork, closest: afar ?? 0)
  }

  /// What the call asks for beyond what the roles together allow: a tool, a field, tokens.
  private func excess(_ granting: RoleSet, _ facts: borrowing Facts) -> PolicyRefusal.Kind? {
    if guardsTools {
      for index in 0..<facts.tools.count
      where roles(allowing: facts.tools.name(index)).isDisjoint(with: granting) {
        return .toolNotAllowed(index)
      }
    }
    if facts.fields != 0 {
      let surplus = facts.fields & ~fields(granting)
      if surplus != 0 { return .fieldNotAllowed(surplus.trailingZeroBitCount) }
    }
    guard facts.action.generates, !granting.isDisjoint(with: capped) else { return nil }
    let most = tokenLimit(granting)
    guard let asked = facts.tokenLimit, asked <= most else { return .tokenLimit(most) }
    return nil
  }

  private func fields(_ granting: RoleSet) -> UInt64 {
    var allowed: UInt64 = 0
    var rest = granting
    while let role = rest.popFirst() { allowed |= fieldBits[role] }
    return allowed
  }

  private func tokenLimit(_ granting: RoleSet) -> Int64 {
    var most = Int64.max
    var rest = granting.intersection(capped)
    while let role = rest.popFirst() { most = min(most, roles[role].maximumTokens) }
    return most
  }
}
