import Audit
import Identity
import Storage

extension Command {
  /// `countersign keys revoke`.
  static let keysRevoke = Command(
    "keys revoke", "makes API keys useless from the next request on",
    operands: [Operand("ID", "the key's id, as 'keys ls' shows it", .oneOrMore)], options: [.config],
    examples: [Example("countersign keys revoke 7Hq2mZk0aBcD", "the key is refused at once, for good")]
  ) { invocation in
    let installation = try Installation(invocation)
    let store = try installation.store()
    for id in invocation.operands("ID") {
      guard let found = try store.apiKey(id: id) else {
        throw CommandFailure("there is no key '\(PrintableText.line(id))'")
      }
      try stored { () throws(StorageError) in try store.revokeAPIKey(id: id, now: WallClock.now) }
      invocation.console.line("\(id) of \(found.key.owner) is revoked")
      try AdministrativeRecord.note(
        .keyRevoked, subject: found.key.owner.description, details: ["key": id], installation)
    }
    return .done
  }
}
