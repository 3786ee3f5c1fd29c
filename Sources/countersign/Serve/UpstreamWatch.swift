import Proxy
import Telemetry
import Transport

/// Keeps the upstreams' addresses fresh, and tells the operator when a target's health changes.
struct UpstreamWatch {
  private let loops: LoopGroup
  /// Its own threads: a name server that does not answer must not keep callers from being identified.
  private let lookups = WorkerPool(threads: 2, queueLimit: 256)
  private let diagnostics: DiagnosticLog
  private var known: [String: Health] = [:]

  private struct Health: Equatable {
    let isHealthy: Bool
    let ejections: Int
  }

  init(loops: LoopGroup, _ diagnostics: DiagnosticLog) {
    self.loops = loops
    self.diagnostics = diagnostics
  }

  /// Begins to resolve what is due.
  func refreshNames(_ groups: [UpstreamGroup]) {
    let (loops, diagnostics) = (loops, diagnostics)
    for group in groups where group.takeTurn(now: Clock.monotonic()) {
      let isTaken = lookups.submit { Self.refresh(group, loops, diagnostics) }
      if !isTaken { group.putOff() }
    }
  }

  private static func refresh(_ group: UpstreamGroup, _ loops: LoopGroup, _ diagnostics: DiagnosticLog) {
    let (isChanged, news) = group.refresh()
    for finding in news {
      diagnostics.write(
        .warning, finding.message,
        ["upstream": group.plan.name, "target": finding.target, "reason": finding.reason])
    }
    guard isChanged else { return }
    let places = group.places
    diagnostics.write(
      .information, "the addresses of an upstream have changed",
      ["upstream": group.plan.name, "targets": places.map(\.name).joined(separator: ", ")])
    loops.post { loop in (loop.root as? LoopRoot)?.desk.adopt(places, of: group) }
  }

  /// One line for each target that is used again or no longer.
  mutating func reportHealth(_ groups: [UpstreamGroup]) {
    var present: [String: Health] = [:]
    for group in groups {
      for place in group.places {
        let health = Health(isHealthy: place.isHealthy, ejections: place.ejections)
        let name = "\(group.plan.name) \(place.name)"
        present[name] = health
        let before = known[name] ?? Health(isHealthy: true, ejections: 0)
        if health != before { report(place, of: group, health) }
      }
    }
    known = present
  }

  private func report(_ place: UpstreamPlace, of group: UpstreamGroup, _ health: Health) {
    let why = place.failsChecks ? "health checks" : "failed requests"
    if health.isHealthy {
      diagnostics.write(
        .information, "an upstream's target is used again",
        ["upstream": group.plan.name, "target": place.name, "ejections": "\(health.ejections)"])
    } else {
      diagnostics.write(
        .warning, "an upstream's target is left out",
        ["upstream": group.plan.name, "target": place.name, "because_of": why, "ejections": "\(health.ejections)"])
    }
  }
}
