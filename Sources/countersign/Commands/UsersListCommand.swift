import Identity
import Storage

extension Command {
  /// `countersign users ls`.
  static let usersList = Command(
    "users ls", "lists the people and services known here", options: [.config, .output],
    examples: [Example("countersign users ls -o json", "the listing for a program to read")]
  ) { invocation in
    let store = try Installation(invocation).store()
    var table = Table("name", "kind", "email", "groups", "disabled", "created", whenEmpty: "nobody is known here yet")
    for user in try stored({ () throws(StorageError) in try store.users() }) {
      table.append(
        .string(user.identifier.description), .string(user.kind.rawValue), .text(user.email), .strings(user.groups),
        .bool(user.isDisabled), .time(user.createdAt))
    }
    invocation.show(table)
    return .done
  }
}
