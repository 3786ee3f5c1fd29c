extension CompiledPolicy {
  /// Checks the demands of the granting roles against the proof, now, and makes the permit.
  func prove(_ granting: RoleSet, _ facts: borrowing Facts, _ standing: Standing) -> Decision {
    let (unmet, proofEnds) = age(granting, facts.now, standing)
    let met = granting.subtracting(unmet)
    let isList = facts.target == .modelList
    guard unmet.isEmpty || (isList && !met.isEmpty) else {
      let kind = PolicyRefusal.Kind.insufficientAuthentication(unmet)
      return .refuse(
        PolicyRefusal(kind: kind, role: unmet.first, action: facts.action, target: facts.target))
    }
    let (role, shuts) = footing(met, facts)
    return .permit(
      Permit(
        action: facts.action, target: facts.target, role: role, deadline: min(shuts, proofEnds, standing.expires),
        policy: self, listing: isList ? .init(granting: granting, unmet: unmet) : .init()))
  }

  /// The granting roles whose demands are not met at this moment, and when the proof is too old for one of the others.
  private func age(_ granting: RoleSet, _ now: Int64, _ standing: Standing) -> (unmet: RoleSet, ends: Int64) {
    var unmet = granting.intersection(standing.unmet)
    var ends = Int64.max
    var rest = granting.intersection(aged).subtracting(unmet)
    while let role = rest.popFirst() {
      let most = maximumAges[role]
      if let proved = standing.authenticatedAt, proved <= now + Assurance.clockSkew, now - proved <= most {
        ends = min(ends, proved + most)
      } else {
        unmet.insert(role)
      }
    }
    return (unmet, ends)
  }

  /// The role a permit rests on, and when it shuts.
  ///
  /// Of the roles that allow the whole call alone, the one that stays open longest, the first of equals. Where only
  /// several together allow it, the first of them, until one of them shuts.
  private func footing(_ granting: RoleSet, _ facts: borrowing Facts) -> (role: Int, shuts: Int64) {
    let covering = covering(granting, facts)
    if let always = covering.subtracting(timed).first { return (always, .max) }
    guard let first = covering.first else { return (granting.first ?? 0, earliestEnd(granting, facts.now)) }
    var best = (role: first, shuts: Int64.min)
    var rest = covering
    while let role = rest.popFirst() {
      let shuts = roles[role].end(after: facts.now)
      if shuts > best.shuts { best = (role, shuts) }
    }
    return best
  }

  private func earliestEnd(_ granting: RoleSet, _ now: Int64) -> Int64 {
    var earliest = Int64.max
    var rest = granting.intersection(timed)
    while let role = rest.popFirst() { earliest = min(earliest, roles[role].end(after: now)) }
    return earliest
  }

  /// The roles that allow every tool and guarded field of the call alone.
  private func covering(_ granting: RoleSet, _ facts: borrowing Facts) -> RoleSet {
    var covering = granting
    if guardsTools {
      for index in 0..<facts.tools.count {
        covering = covering.intersection(roles(allowing: facts.tools.name(index)))
      }
    }
    guard facts.fields != 0 else { return covering }
    var rest = covering
    while let role = rest.popFirst() {
      if facts.fields & ~fieldBits[role] != 0 { covering.remove(role) }
    }
    return covering
  }
}
