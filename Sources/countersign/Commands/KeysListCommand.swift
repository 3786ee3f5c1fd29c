import Identity
import Storage

extension Command {
  /// `countersign keys ls`.
  static let keysList = Command(
    "keys ls", "lists the API keys, without their secrets",
    options: [.config, .value("owner", "NAME", "only the keys of this person or service"), .output],
    examples: [Example("countersign keys ls --owner ana", "ana's keys, and when each was last used")]
  ) { invocation in
    let store = try Installation(invocation).store()
    let owner = try invocation.text("owner").map(PrincipalName.parse)
    let now = WallClock.now
    var table = Table(
      "id", "owner", "name", "state", "actions", "models", "created", "expires", "last_used", whenEmpty: "no keys")
    for key in try stored({ () throws(StorageError) in try store.apiKeys() }) where owner == nil || owner == key.owner {
      table.append(
        .string(key.id), .string(key.owner.description), .string(key.label), .string(key.state(at: now)),
        key.grant?.actions.map(JSONValue.strings) ?? .null, key.grant?.models.map(JSONValue.strings) ?? .null,
        .time(key.createdAt), .time(key.expires), .time(key.lastUsedAt))
    }
    invocation.show(table)
    return .done
  }
}

extension APIKeyRecord {
  /// `good`, `revoked` or `expired`, as listings say it.
  fileprivate func state(at now: Int64) -> String {
    if revokedAt != nil { return "revoked" }
    return now >= expires ?? .max ? "expired" : "good"
  }
}
