/// The label values that are known when the configuration is read; a caller can add none.
public struct MetricLabels: Sendable, Equatable {
  /// Model names as the configuration maps them.
  public var models: [String]
  /// Actions, in the order of the program's own enumeration: `chat`, `embed`, ….
  public var actions: [String]
  /// Upstream names.
  public var upstreams: [String]
  /// Reasons for which a request is refused.
  public var refusals: [String]
  /// Reasons for which a connection is ended before a request was read from it.
  public var connectionRefusals: [String]

  public init(
    models: [String], actions: [String], upstreams: [String], refusals: [String], connectionRefusals: [String] = []
  ) {
    self.models = models
    self.actions = actions
    self.upstreams = upstreams
    self.refusals = refusals
    self.connectionRefusals = connectionRefusals
  }
}
