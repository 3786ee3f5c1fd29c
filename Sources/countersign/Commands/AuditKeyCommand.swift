import Audit

extension Command {
  /// `countersign audit key`.
  static let auditKey = Command(
    "audit key", "prints the key that verifies this log",
    about: """
      One line to hand to whoever verifies the log: its name, a short id and the Ed25519 public key, in the form
      that C2SP signed notes use. It is not a secret, but must come to the verifier by a way an intruder cannot change.
      """,
    options: [.config, .output],
    examples: [Example("countersign audit key > auditor.key", "for 'audit verify --key \"$(cat auditor.key)\"'")]
  ) { invocation in
    let installation = try Installation(invocation)
    let key = try AuditPlace.key(of: installation)
    switch invocation.output {
    case .table: invocation.console.line(key.text)
    case .json:
      let folder = installation.configuration.audit.directory
      invocation.show(Record(["key": .string(key.text), "name": .string(key.name), "log": .string(folder)]))
    }
    return .done
  }
}
