import Audit
import Proxy
import Synchronization
import Telemetry

/// Whether the process lives, has started and can serve; asked by the admin port.
final class ServiceHealth: Sendable {
  private let audit: AuditLog
  private let hasStarted = Atomic(false)
  private let isStopping = Atomic(false)
  private let state = Mutex(ConfigurationState())
  private let groups = Mutex<[UpstreamGroup]>([])

  init(audit: AuditLog) { self.audit = audit }

  func noteStarted() { hasStarted.store(true, ordering: .relaxed) }

  func noteStopping() { isStopping.store(true, ordering: .relaxed) }

  func noteConfigured(_ version: String, _ upstreams: [UpstreamGroup]) {
    groups.withLock { $0 = upstreams }
    state.withLock { $0 = ConfigurationState(version: version, since: WallClock.now) }
  }

  func noteRefused(_ reason: String) {
    state.withLock { $0.refusal = (reason, WallClock.now) }
  }

  var configuration: ConfigurationState { state.withLock { $0 } }

  var isStarted: Bool { hasStarted.load(ordering: .relaxed) }

  /// Why nothing is served now, one reason each; empty when all is well.
  var impediments: [String] {
    var list: [String] = []
    if !isStarted { list.append("starting") }
    if isStopping.load(ordering: .relaxed) { list.append("stopping") }
    switch audit.health {
    case .working: break
    case .failed(let failure): list.append("audit log: \(failure)")
    case .closed: list.append("audit log: closed")
    }
    return list
  }

  var auditProgress: AuditProgress { audit.progress }

  /// The upstreams in force and how their targets are.
  var upstreams: [UpstreamSample] {
    groups.withLock { $0 }.map { group in
      let targets = group.places.map {
        UpstreamSample.Target(name: $0.name, isHealthy: $0.isHealthy, ejections: $0.ejections)
      }
      let tally = group.plan.tally
      return UpstreamSample(
        name: group.plan.name, targets: targets, retries: tally.retries, refusedRetries: tally.refusedRetries)
    }
  }
}
