/// Whether the log takes records, and why not.
public enum AuditHealth: Equatable, Sendable {
  case working
  /// The disk refused a step; nothing is forwarded until a later try succeeds.
  case failed(DiskFailure)
  /// The log was closed.
  case closed
}

/// What the log has done so far, for metrics and `health`.
public struct AuditProgress: Equatable, Sendable {
  /// Entries under the last checkpoint.
  public var size: UInt64 = 0
  /// Checkpoints signed since the start.
  public var checkpoints: UInt64 = 0
  /// Calls without an outcome yet.
  public var openCalls: Int = 0
  /// When the last checkpoint was signed, milliseconds since 1970.
  public var lastCheckpoint: Int64 = 0
  /// What the appender could not do on the side (pushing a checkpoint out, deleting a leftover), newest.
  public var warning: String?

  public init() {}
}
