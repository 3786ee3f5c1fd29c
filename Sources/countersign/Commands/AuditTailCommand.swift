import Audit
import Identity

extension Command {
  /// `countersign audit tail`.
  static let auditTail = Command(
    "audit tail", "shows the last entries of the log, and with -f those that come",
    about: """
      Names are shown to whoever can read the root secret; [erased] stands for what was forgotten, [sealed] where the
      secret is not at hand. With -o json each entry is one line: its fields as they are in the log, the personal ones
      as text, and its index.
      """,
    options: AuditPlace.options + [
      CommandOption(name: "follow", letter: "f", kind: .flag, summary: "go on with entries as they come"),
      CommandOption(
        name: "lines", letter: "n", kind: .value(placeholder: "N"), summary: "how many entries to begin with",
        fallback: "20"),
      .value("user", "USER", "only of this person: NAME, or ISSUER:SUBJECT"), .output,
    ],
    examples: [
      Example("countersign audit tail -f", "watch calls"),
      Example("countersign audit tail -n 100 --user ana -o json", "a person's last entries for a program"),
    ]
  ) { invocation in
    let place = try AuditPlace(invocation)
    let lines = try invocation.integer("lines", in: 0...1_000_000) ?? 20
    let user = try invocation.text("user").map { name throws(CommandFailure) in
      try PrincipalName.parse(name).description
    }
    var tail = AuditTail(names: AuditNames(folder: place.folder, invocation), user: user, invocation: invocation)
    var reader = try audited { () throws(LogDamage) in try LogReader(log: place.log, key: place.key) }
    try audited { () throws(LogDamage) in try tail.show(last: lines, reader) }
    while invocation.flag("follow") {
      try await Task.sleep(for: .milliseconds(200))
      let next = reader.checkpoint.size
      try audited { () throws(LogDamage) in
        guard try reader.refresh() else { return }
        try tail.show(from: next, reader)
      }
    }
    return .done
  }
}
