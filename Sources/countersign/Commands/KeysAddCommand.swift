import Audit
import Identity
import Storage

extension Command {
  /// `countersign keys add`.
  static let keysAdd = Command(
    "keys add", "makes an API key and shows it, once",
    about: """
      The key is printed on the output stream and stored nowhere: of the secret only a keyed digest is kept. A key can
      do what its owner may do and never more; --action and --model make it narrower still.
      """,
    options: [
      .config, .required("owner", "NAME", "whose key it is: ana, or ISSUER:SUBJECT"),
      .required("name", "TEXT", "what the owner calls it, such as laptop"),
      .value("expires", "DURATION", "how long it works, such as 90d; for ever without"),
      .list("action", "WORDS", "only these actions: \(KeyNarrowing.actionNames); by comma or repeated"),
      .list("model", "PATTERNS", "only these models, such as qwen*; by comma or repeated"), .output,
    ],
    examples: [
      Example("countersign keys add --owner ana --name laptop --expires 90d", "a key for all that ana may do"),
      Example("countersign keys add --owner ci --name eval --action chat,list --model 'qwen*'", "a narrow key"),
    ]
  ) { invocation in
    let installation = try Installation(invocation)
    let owner = try PrincipalName.parse(invocation.requiredText("owner"))
    let grant = try KeyNarrowing.grant(actions: invocation.list("action"), models: invocation.list("model"))
    let now = WallClock.now
    let expires = try invocation.duration("expires").map { now + $0 }
    let key = MintedAPIKey.mint(
      for: owner, label: try KeyNarrowing.label(invocation.requiredText("name")), grant: grant, now: now,
      expires: expires, digests: try installation.digests())
    let store = try installation.store()
    try stored { () throws(StorageError) in try store.add(key.record) }
    switch invocation.output {
    case .table:
      invocation.console.note("the key \(key.record.id) of \(owner), shown this once:")
      invocation.console.line(key.text)
    case .json:
      invocation.show(
        Record([
          "id": .string(key.record.id), "owner": .string(owner.description), "key": .string(key.text),
          "expires": .time(expires),
        ]))
    }
    try AdministrativeRecord.note(
      .keyAdded, subject: owner.description, details: ["key": key.record.id], installation)
    return .done
  }
}
