import Transport

/// One server as one loop sees it: its connections, its requests, and whether it is used.
final class PoolMember {
  let place: UpstreamPlace
  let head: UpstreamHead
  /// Requests that this loop has there now.
  var inFlight = 0
  /// Connections that wait for work, the one used last at the end.
  var idle: [Upstream] = []
  /// Connections being made ahead of need.
  var warming = 0
  /// Whether requests go there as long as there is a choice.
  private(set) var isUsable = true
  /// Whether the address is no longer one of the upstream's: what is under way ends, and nothing new begins.
  var isLeaving = false

  /// Failures in a row.
  private(set) var failures = 0
  private(set) var isEjected = false
  private var ejections = 0
  private var nextChange: UInt64 = 0

  var pace = WarmingPace()
  var checking: HealthRecord?

  init(_ place: UpstreamPlace, check: HealthCheck?) {
    self.place = place
    head = UpstreamHead(place.target)
    checking = check.map { HealthRecord($0) }
    isUsable = !place.failsChecks
  }

  func takeIdle() -> Upstream? {
    while let upstream = idle.popLast() {
      if !upstream.isClosed && !upstream.peerIsLeaving { return upstream }
    }
    return nil
  }

  /// The server gave an answer that is none of failure.
  func succeeded() {
    if failures != 0 { failures = 0 }
  }

  /// The server failed; whether that was once too often.
  func failed(_ rules: EjectionRules) -> Bool {
    failures += 1
    return failures >= rules.failures && !isEjected
  }

  /// Leaves the server out for a time that grows with each time in a row.
  func eject(_ rules: EjectionRules, now: UInt64) {
    ejections += 1
    isEjected = true
    isUsable = false
    nextChange = now + rules.time(of: ejections)
    place.noteEjection()
  }

  /// Looks at the clock and at what the checks say.
  func refresh(_ rules: EjectionRules?, now: UInt64) {
    if let rules, nextChange != 0, now >= nextChange { passTime(rules, now) }
    isUsable = !isEjected && !place.failsChecks
  }

  private func passTime(_ rules: EjectionRules, _ now: UInt64) {
    if isEjected {
      isEjected = false
      place.noteReturn()
      // On probation: one more failure, and it is out again.
      failures = rules.failures - 1
    } else if failures == 0 {
      ejections -= 1
    }
    // As long again without a failure, and one ejection is forgotten.
    nextChange = ejections == 0 ? 0 : now + rules.time(of: ejections)
  }
}
