/// Why nothing could be recorded, and so nothing may be forwarded.
public enum JournalError: Error, Equatable, Sendable {
  /// The disk does not take the log; `AuditLog.health` says why. The gateway's fault; a retry may help.
  case unwritable
  /// Records come faster than the log takes them. The gateway's fault; a retry may help.
  case full
  /// A name is longer than `RecordLimit.name`. No retry helps.
  case tooLarge
}
