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

  init(_ configuration: Configuration, loops: LoopGroup) throws {
    let secrets = try RootSecretFile.read(configuration.rootSecretFile)
    let foundations = try Foundations(configuration, secrets)
    self.foundations = foundations
    first = try Arrangement(configuration, on: foundations)
    metrics = (0..<configuration.loops).map { _ in LoopMetrics(labels: foundations.labels) }
    let settings = try AuditWiring.settings(configuration, secrets, loops)
    durability = settings.durability
    audit = try AuditWiring.open(settings, loops: configuration.loops)
  }
}
