import Synchronization

/// What an upstream's loops count together: rare events, read by the metrics.
public final class UpstreamTally: Sendable {
  private let retried = Atomic(0)
  private let refused = Atomic(0)

  public init() {}

  /// Requests that were sent again.
  public var retries: Int { retried.load(ordering: .relaxed) }
  /// Requests that the budget did not let be sent again.
  public var refusedRetries: Int { refused.load(ordering: .relaxed) }

  func noteRetry() { retried.wrappingAdd(1, ordering: .relaxed) }

  func noteRefusedRetry() { refused.wrappingAdd(1, ordering: .relaxed) }
}
