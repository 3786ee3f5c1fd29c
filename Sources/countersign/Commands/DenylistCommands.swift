import Audit
import Identity
import Storage

extension Command {
  /// `countersign denylist ls`.
  static let denylistList = Command(
    "denylist ls", "lists the subjects, sessions and tokens that are refused", options: [.config, .output]
  ) { invocation in
    let store = try Installation(invocation).store()
    var table = Table("kind", "issuer", "value", "expires", "reason", "created", whenEmpty: "nothing is denied")
    for denial in try stored({ () throws(StorageError) in try store.denials() }) {
      table.append(
        .string(denial.entry.kind.rawValue), .string(denial.entry.issuer), .string(denial.entry.value),
        .time(denial.expires), .string(denial.reason), .time(denial.createdAt))
    }
    invocation.show(table)
    return .done
  }

  /// `countersign denylist add`.
  static let denylistAdd = Command(
    "denylist add", "refuses a subject, a session or a token although its signature is good",
    about: "The entry holds from the next request on, also for tokens that were verified before.",
    operands: denylistOperands,
    options: [
      .config, .value("for", "DURATION", "how long, such as 30d; for ever without"),
      .value("reason", "TEXT", "why, for whoever reads the list", default: ""),
    ],
    examples: [
      Example("countersign denylist add subject corp:8f3c --reason 'left'", "everything of this person"),
      Example("countersign denylist add token ci:b7e1 --for 24h", "one token, by its jti"),
    ]
  ) { invocation in
    let installation = try Installation(invocation)
    let entry = try denylistEntry(invocation)
    let now = WallClock.now
    let denial = Denial(
      entry: entry, expires: try invocation.duration("for").map { now + $0 },
      reason: invocation.requiredText("reason"), createdAt: now)
    let store = try installation.store()
    try stored { () throws(StorageError) in try store.add(denial) }
    invocation.console.line("\(entry.kind.rawValue) \(entry.issuer):\(PrintableText.line(entry.value)) is refused")
    try note(.denied, entry, installation)
    return .done
  }

  /// `countersign denylist rm`.
  static let denylistRemove = Command(
    "denylist rm", "takes an entry off the denylist", operands: denylistOperands, options: [.config]
  ) { invocation in
    let installation = try Installation(invocation)
    let entry = try denylistEntry(invocation)
    let store = try installation.store()
    try stored { () throws(StorageError) in try store.removeDenial(of: entry) }
    invocation.console.line(
      "\(entry.kind.rawValue) \(entry.issuer):\(PrintableText.line(entry.value)) is accepted again")
    try note(.allowed, entry, installation)
    return .done
  }

  private static let denylistOperands = [
    Operand("KIND", "subject, session or token"), Operand("NAME", "ISSUER:VALUE, as in corp:8f3c"),
  ]

  private static func denylistEntry(_ invocation: Invocation) throws(CommandFailure) -> DenylistEntry {
    let word = invocation.operand("KIND")
    guard let kind = DenylistEntry.Kind(rawValue: word) else {
      throw .usage("'\(PrintableText.line(word))' cannot be denied", fix: "write subject, session or token")
    }
    // Session and token ids obey the same bounds as subjects.
    let identifier = try PrincipalName.parse(invocation.operand("NAME"))
    return DenylistEntry(kind: kind, issuer: identifier.issuer, value: identifier.subject)
  }

  private static func note(
    _ action: AdministrativeEvent.Action, _ entry: DenylistEntry, _ installation: Installation
  ) throws(CommandFailure) {
    // As the subject, for that is committed and sealed: not everybody who reads the log shall see ids of sessions.
    try AdministrativeRecord.note(
      action, subject: "\(entry.issuer):\(entry.value)", details: ["kind": entry.kind.rawValue], installation)
  }
}
