import Audit
import Identity
import Storage

extension Command {
  /// `countersign users add`.
  static let usersAdd = Command(
    "users add", "adds a person or service",
    about: """
      Adds an account of this gateway, or a record about somebody whom another issuer vouches for. It holds no password:
      a person proves who they are with an API key ('countersign keys add') or with a token of their issuer.
      """,
    operands: [Operand("NAME", "ana, or ISSUER:SUBJECT")],
    options: [
      .config, .flag("service", "a program, not a person"), .value("email", "ADDRESS", "where to reach them"),
      .list("group", "NAME", "a group of this gateway that they belong to; repeat for more"), .output,
    ],
    examples: [
      Example("countersign users add ana --email ana@example.org --group eng", "a person in the group local:eng"),
      Example("countersign users add nightly --service", "a program with an account of its own"),
    ]
  ) { invocation in
    let installation = try Installation(invocation)
    var groups: [String] = []
    for group in invocation.list("group") { groups.append(try PrincipalName.group(group)) }
    let user = User(
      identifier: try PrincipalName.parse(invocation.operand("NAME")),
      kind: invocation.flag("service") ? .service : .person, email: invocation.text("email"), groups: groups,
      isDisabled: false, createdAt: WallClock.now)
    let store = try installation.store()
    try stored { () throws(StorageError) in try store.add(user) }
    invocation.show(Record(["name": .string(user.identifier.description), "groups": .strings(groups)]))
    try AdministrativeRecord.note(.userAdded, subject: user.identifier.description, installation)
    return .done
  }
}
