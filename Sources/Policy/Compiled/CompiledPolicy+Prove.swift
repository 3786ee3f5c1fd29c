extension CompiledPolicy {
  /// Checks the demands of the granting roles against the proof, now, and makes the permit.
  func prove(_ granting: RoleSet, _ facts: borrowing Facts, _ standing: Standing) -> Decision {
    let unmet = unmet(granting, facts.now, standing)
    let met = granting.subtracting(unmet)
    let isList = facts.target == .modelList
    guard unmet.isEmpty || (isList && !met.isEmpty) else {
      let kind = PolicyRefusal.Kind.insufficientAuthentication(unmet)
      return .refuse(
        PolicyRefusal(kind: kind, role: unmet.first, action: facts.action, target: facts.target))
    }
    let (role, shuts) = footing(met, facts)
    let proofEnds = proofEnd(met, standing)
    return .permit(
      Permit(
        action: facts.action, target: facts.target, role: role, deadline: min(shuts, proofEnds, standing.expires),
        policy: self, listing: isList ? .init(granting: granting, unmet: unmet) : .init()))
  }

  /// The granting roles whose demands are not met at this moment.
  private func unmet(_ granting: RoleSet, _ now: Int64, _ standing: Standing) -> RoleSet {
    var unmet = granting.intersection(standing.unmet)
    var rest = granting.intersection(aged)
    while let role = rest.popFirst() {
      guard let proved = standing.authenticatedAt, proved <= now + Assurance.clockSkew,
        now - proved <= roles[role].maximumAge
      else {
        unmet.insert(role)
        continue
      }
    }
    return unmet
  }

  /// When the proof is too old for one of the roles.
  private func proofEnd(_ granting: RoleSet, _ standing: Standing) -> Int64 {
    guard let proved = standing.authenticatedAt else { return .max }
    var end = Int64.max
    var rest = granting.intersection(aged)
    while let role = rest.popFirst() { end = min(end, proved + roles[role].maximumAge) }
    return end
  }

  /// The role a permit rests on, and when it shuts.
  ///
  /// Of the roles that allow the whole call alone, the one that stays open longest, the first of equals. Where only
  /// several together allow it, the first of them, until one of them shuts.
  private func footing(_ granting: RoleSet, _ facts: borrowing Facts) -> (role: Int, shuts: Int64) {
    var best: (role: Int, shuts: Int64)?
    var earliest = Int64.max
    var rest = granting
    while let role = rest.popFirst() {
      let shuts = roles[role].end(after: facts.now)
      earliest = min(earliest, shuts)
      guard covers(role, facts) else { continue }
      if let found = best, found.shuts >= shuts { continue }
      best = (role, shuts)
    }
    return best ?? (granting.first ?? 0, earliest)
  }

  private func covers(_ role: Int, _ facts: borrowing Facts) -> Bool {
    guard facts.fields & ~roles[role].fields == 0 else { return false }
    guard guardsTools else { return true }
    for index in 0..<facts.tools.count
    where !roles(allowing: facts.tools.name(index)).contains(role) {
      return false
    }
    return true
  }
}
