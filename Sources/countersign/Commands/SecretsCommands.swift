import Audit
import Cryptography
import Identity
import Storage

extension Command {
  /// `countersign secrets ls`.
  static let secretsList = Command(
    "secrets ls", "lists the versions of the root secret, without showing it", options: [.config, .output]
  ) { invocation in
    let installation = try Installation(invocation)
    let secrets = try RootSecretFile.read(installation.rootSecretFile)
    let uses = try KeyUses(installation)
    var table = Table("version", "created", "current", "keys_in_use")
    for version in secrets.versions {
      table.append(
        .integer(Int64(version.number)), .time(version.createdAt), .bool(version.number == secrets.current.number),
        .integer(Int64(uses.count(version.number))))
    }
    invocation.show(table)
    return .done
  }

  /// `countersign secrets rotate`.
  static let secretsRotate = Command(
    "secrets rotate", "adds a new version of the root secret, which makes everything new from now on",
    about: """
      Older versions still read what they made: API keys keep working. Restart the gateway before you make keys with the
      new version. An older one goes with 'countersign secrets retire' once nothing needs it.
      """,
    options: [.config], examples: [Example("countersign secrets rotate", "version 2 becomes current, 1 still counts")]
  ) { invocation in
    let installation = try Installation(invocation)
    var secrets = try RootSecretFile.read(installation.rootSecretFile)
    try secrets.rotate(now: WallClock.now)
    try write(secrets, installation)
    invocation.console.line("version \(secrets.current.number) of the root secret is current")
    invocation.console.note("restart the gateway before you make keys, and take a backup")
    try AdministrativeRecord.note(
      .secretsRotated, details: ["version": String(secrets.current.number)], installation)
    return .done
  }

  /// `countersign secrets retire`.
  static let secretsRetire = Command(
    "secrets retire", "drops an old version of the root secret; what only it can read is lost",
    about: """
      Lost are the API keys that were made under it and, in the audit log, the text of personal fields that was sealed
      under it; the log itself still verifies. Refused while good API keys need it.
      """,
    operands: [Operand("VERSION", "as 'secrets ls' shows it")],
    options: [.config, .flag("force", "also where API keys still need it; they stop working")],
    examples: [Example("countersign secrets retire 1", "version 1 is gone, if no key needs it")]
  ) { invocation in
    let installation = try Installation(invocation)
    guard let number = DecimalText.parse(invocation.operand("VERSION")) else {
      throw CommandFailure.usage("VERSION is a number")
    }
    var secrets = try RootSecretFile.read(installation.rootSecretFile)
    let count = try KeyUses(installation).count(number)
    guard count == 0 || invocation.flag("force") else {
      throw CommandFailure(
        "\(count) API keys still need version \(number)", fix: "replace and revoke them, or give --force to end them")
    }
    try secrets.retire(number)
    try write(secrets, installation)
    invocation.console.line("version \(number) of the root secret is gone")
    try AdministrativeRecord.note(.retired, details: ["root_secret_version": String(number)], installation)
    return .done
  }

  private static func write(_ secrets: RootSecrets, _ installation: Installation) throws(CommandFailure) {
    var bytes = RootSecretFile.bytes(secrets)
    defer { bytes.cleanse() }
    try SecretFile.replace(installation.rootSecretFile, bytes)
  }
}

/// How many API keys still need each version of the root secret.
private struct KeyUses {
  private let counts: [Int: Int]

  init(_ installation: Installation) throws(CommandFailure) {
    let store = try installation.store()
    let now = WallClock.now
    let keys = try stored { () throws(StorageError) in try store.apiKeys() }
    counts = keys.reduce(into: [:]) { counts, key in
      if key.revokedAt == nil && now < key.expires ?? .max { counts[key.digestVersion, default: 0] += 1 }
    }
  }

  func count(_ version: Int) -> Int { counts[version] ?? 0 }
}
