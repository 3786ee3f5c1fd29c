import Transport

/// What a pool does a few times a second, away from any request.
extension UpstreamPool {
  /// Looks after servers and connections: who is used again, asked how it is, connected to ahead of need.
  public func tend() {
    if isRetired { return }
    let now = loop.now
    if now >= nextRefill {
      budget.refill()
      nextRefill = now + Nanoseconds.perSecond
    }
    dismissLate(now: now)
    for member in members {
      member.refresh(plan.ejection, now: now)
      if checksHealth { check(member, now) }
      warm(member, now)
    }
  }

  /// The addresses that the upstream has now. Those it had keep their connections and what is known of them; others
  /// are used from now on; those that are gone end with their requests.
  public func adopt(_ places: [UpstreamPlace]) {
    let old = members
    members = places.map { place in old.first { $0.place === place } ?? PoolMember(place, check: plan.check) }
    for member in old where !members.contains(where: { $0 === member }) {
      member.isLeaving = true
      closeIdle(member)
    }
  }

  // One at a time, so that a server that comes back is not met by a crowd.
  private func warm(_ member: PoolMember, _ now: UInt64) {
    guard member.idle.count + member.warming < limits.minimumIdle, member.warming == 0, member.isUsable,
      connectionCount < limits.connections, member.pace.isDue(now: now)
    else { return }
    connectAhead(member)
  }

  private func check(_ member: PoolMember, _ now: UInt64) {
    guard let record = member.checking, record.isDue(now: now) else { return }
    member.checking?.begin(now: now)
    let ended: (Bool) -> Void = { [weak member] isGood in
      guard let member else { return }
      member.checking?.end(isGood: isGood)
      member.place.noteChecks(failing: member.checking?.isFailing ?? false)
    }
    guard case .opened(let descriptor, let session) = member.place.open(on: loop),
      HealthProbe(
        loop: loop, descriptor: descriptor, tls: session, target: member.place.target, check: record.check, ended: ended
      )
        != nil
    else { return ended(false) }
  }
}
