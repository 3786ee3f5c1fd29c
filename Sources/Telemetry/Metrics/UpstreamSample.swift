/// What is known of one upstream when the metrics are read; its targets may change while the program runs.
public struct UpstreamSample: Sendable {
  /// One address of one target.
  public struct Target: Sendable {
    /// Its URL, and its address where that was asked for.
    public let name: String
    /// Whether every loop sends requests there.
    public let isHealthy: Bool
    /// How often a loop has left it out for its failures.
    public let ejections: Int

    public init(name: String, isHealthy: Bool, ejections: Int) {
      self.name = name
      self.isHealthy = isHealthy
      self.ejections = ejections
    }
  }

  /// The operator's name for it.
  public let name: String
  /// Every address it has now.
  public let targets: [Target]
  /// Requests that were sent again.
  public let retries: Int
  /// Requests that the budget did not let be sent again.
  public let refusedRetries: Int

  public init(name: String, targets: [Target], retries: Int, refusedRetries: Int) {
    self.name = name
    self.targets = targets
    self.retries = retries
    self.refusedRetries = refusedRetries
  }
}

extension Exposition {
  mutating func append(_ upstreams: [UpstreamSample]) {
    let targets = upstreams.flatMap { upstream in upstream.targets.map { (upstream.name, $0) } }
    family(
      "countersign_upstream_healthy", "Whether an upstream's target is used: 1, or 0 while it is left out.", "gauge",
      targets.map { ([("upstream", $0), ("target", $1.name)], $1.isHealthy ? 1 : 0) })
    family(
      "countersign_upstream_ejections_total", "How often a target was left out for its failures, by any loop.",
      "counter", targets.map { ([("upstream", $0), ("target", $1.name)], $1.ejections) })
    family(
      "countersign_upstream_retries_total", "Requests that were sent to an upstream again.", "counter",
      upstreams.map { ([("upstream", $0.name)], $0.retries) })
    family(
      "countersign_upstream_retries_refused_total", "Requests that the retry budget did not let be sent again.",
      "counter", upstreams.map { ([("upstream", $0.name)], $0.refusedRetries) })
  }
}
