import Audit
import Telemetry
import Transport

/// What a gateway is made of, opened and checked in the order in which each needs the one before.
struct ServiceParts: Sendable {
  let foundations: Foundations
  /// What the configuration of the start makes of the data plane.
  let first: Arrangement
  let audit: AuditLog
  let durability: Durability
  /// By loop.
  let metrics: [LoopMetrics]

  /// How long a predecessor may take beyond its drain time-out, in nanoseconds.
  private static let patience = 30 * Nanoseconds.perSecond

  /// A predecessor is told to finish once everything but the audit log is open, which it holds until then.
  init(_ configuration: Configuration, loops: LoopGroup, predecessor: Predecessor?) throws {
    let secrets = try RootSecretFile.read(configuration.rootSecretFile)
    let foundations = try Foundations(configuration, secrets)
    self.foundations = foundations
    first = try Arrangement(configuration, on: foundations)
    metrics = (0..<configuration.loops).map { _ in LoopMetrics(labels: foundations.labels) }
    let settings = try AuditWiring.settings(configuration, secrets, loops)
    durability = settings.durability
    predecessor?.giveWay()
    let patience = predecessor == nil ? 0 : configuration.server.drainTimeout + Self.patience
    audit = try AuditWiring.open(settings, loops: configuration.loops, patience: patience)
  }
}
