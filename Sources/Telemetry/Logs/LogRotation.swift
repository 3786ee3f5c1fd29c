import Synchronization

/// Asks every loop's access log to open its file again, after a log rotation moved it away.
public final class LogRotation: Sendable {
  private let asked = Atomic<UInt64>(0)

  /// No rotation asked for yet.
  public init() {}

  /// Makes each log open its file anew at its next flush; any thread.
  public func request() { asked.wrappingAdd(1, ordering: .relaxed) }

  /// How often a rotation was asked for.
  var count: UInt64 { asked.load(ordering: .relaxed) }
}
