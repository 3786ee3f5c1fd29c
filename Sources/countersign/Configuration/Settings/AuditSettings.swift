/// Where the audit log is, how hard it is written, and who else sees its checkpoints.
struct AuditSettings: Sendable, Equatable {
  enum Durability: String, Sendable {
    /// An entry survives the end of the process before its call goes on.
    case process
    /// An entry is on the disk before its call goes on.
    case power
  }

  /// Where signed checkpoints are sent, so that a rewritten log can be found out.
  enum Push: Sendable, Equatable {
    /// Appended to a file, ideally on another machine.
    case file(String)
    /// Posted.
    case webhook(WebAddress)
    /// The local syslog.
    case syslog
  }

  let directory: String
  let durability: Durability
  let checkpointInterval: UInt64
  let push: [Push]
  /// Seconds for which personal fields stay readable; their commitments stay for good.
  let retention: Int64
}
