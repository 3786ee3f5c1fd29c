import Audit
import Identity
import Storage

extension Command {
  /// `countersign users groups`.
  static let usersGroups = Command(
    "users groups", "shows or changes the groups of a person or service",
    about: """
      Roles name groups by issuer: eng of a local account is local:eng. Groups that another issuer states in its tokens
      come from there and are not changed here.
      """,
    operands: [Operand("NAME", "ana, or ISSUER:SUBJECT")],
    options: [
      .config, .list("add", "GROUP", "puts them into a group; repeat for more"),
      .list("remove", "GROUP", "takes them out of a group; repeat for more"), .output,
    ],
    examples: [Example("countersign users groups ana --add ops --remove eng", "moves ana from eng to ops")]
  ) { invocation in
    let installation = try Installation(invocation)
    let identifier = try PrincipalName.parse(invocation.operand("NAME"))
    let store = try installation.store()
    guard let user = try store.user(identifier) else { throw CommandFailure("\(identifier) does not exist") }
    var groups = user.groups
    let removed = invocation.list("remove")
    groups.removeAll { group in removed.contains { $0.utf8.elementsEqual(group.utf8) } }
    for text in invocation.list("add") {
      let group = try PrincipalName.group(text)
      if !groups.contains(where: { $0.utf8.elementsEqual(group.utf8) }) { groups.append(group) }
    }
    let isChange = !removed.isEmpty || !invocation.list("add").isEmpty
    if isChange { try stored { [groups] () throws(StorageError) in try store.setGroups(groups, of: identifier) } }
    invocation.show(Record(["name": .string(identifier.description), "groups": .strings(groups)]))
    if isChange {
      let details = ["change": "groups", "groups": groups.joined(separator: ",")]
      try AdministrativeRecord.note(.configured, subject: identifier.description, details: details, installation)
    }
    return .done
  }
}
