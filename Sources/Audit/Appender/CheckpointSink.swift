/// Where signed checkpoints are pushed out to, so that a later rewrite of the log is found against them.
public enum CheckpointSink: Sendable {
  /// Appended to a file, best on another machine's disk.
  case file(path: String)
  /// Handed to a closure (a webhook, the system's journal) on the appender's thread: it must not block.
  case call(@Sendable (_ checkpoint: [UInt8]) -> Void)
}
