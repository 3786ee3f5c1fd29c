import Glibc

/// Why a log cannot be opened to append.
public enum AuditError: Error, Equatable, Sendable {
  case disk(DiskFailure)
  /// A setting is out of its range; the text says which and what it may be.
  case setting(String)
  /// Another process appends to this log.
  case inUse
  /// The log contradicts its own checkpoint: somebody changed it, or the disk did.
  case damaged(LogDamage)
  /// The log was made under another key or origin.
  case otherKey
}

extension AuditError {
  /// What a failed step means for whoever opens the log.
  init(_ error: any Error) {
    switch error {
    case let error as AuditError: self = error
    case let damage as LogDamage: self = .damaged(damage)
    case let failure as DiskFailure where failure.step == .lock && failure.code == EWOULDBLOCK: self = .inUse
    case let failure as DiskFailure: self = .disk(failure)
    default: self = .damaged(LogDamage(index: nil, "\(error)"))
    }
  }
}

extension AuditError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .disk(let failure): "the audit log cannot be kept: \(failure)"
    case .setting(let text): "audit setting: \(text)"
    case .inUse: "another process appends to this audit log"
    case .damaged(let damage): "the audit log is damaged: \(damage)"
    case .otherKey: "the audit log's checkpoint is not signed by this key under this origin"
    }
  }
}
