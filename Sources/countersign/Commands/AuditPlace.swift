import Audit
import Cryptography

/// Where a command finds the audit log, and what verifies it: `--log` with `--key`, or the configuration.
struct AuditPlace {
  /// `--log DIR` and `--key PUBKEY`: with both, a command needs nothing else of the installation.
  static let options: [CommandOption] = [
    .config, .value("log", "DIR", "the log's folder; the configuration's without"),
    .value("key", "PUBKEY", "the verifier key as 'audit key' prints it; the configuration's without"),
  ]

  let folder: String
  let key: VerifierKey

  /// - Throws: ``CommandFailure`` where the configuration is needed and cannot be read, or the key is none.
  init(_ invocation: Invocation) throws(CommandFailure) {
    let named = try invocation.text("key").map(AuditPlace.key)
    if let folder = invocation.text("log"), let named {
      (self.folder, key) = (folder, named)
      return
    }
    let installation = try Installation(invocation)
    folder = invocation.text("log") ?? installation.configuration.audit.directory
    if let named { key = named } else { key = try AuditPlace.key(of: installation) }
  }

  var log: LogFolder { LogFolder(folder) }

  var verifier: LogVerifier { LogVerifier(log: log, key: key) }

  /// `--key`, or the configuration's; no log is needed.
  static func keyAlone(_ invocation: Invocation) throws(CommandFailure) -> VerifierKey {
    if let text = invocation.text("key") { return try key(text) }
    return try key(of: Installation(invocation))
  }

  /// The verifier key of this installation's log.
  static func key(of installation: Installation) throws(CommandFailure) -> VerifierKey {
    let signing = try LogKeyFile.read(installation.logKeyFile)
    let origin = AuditWiring.origin(installation.configuration)
    guard let key = VerifierKey(name: origin, key: signing.verificationKey) else {
      throw CommandFailure(
        "'\(origin)' cannot name a log", fix: "set public_url to a host without spaces or plus signs")
    }
    return key
  }

  private static func key(_ text: String) throws(CommandFailure) -> VerifierKey {
    guard let key = VerifierKey(text) else {
      throw .usage(
        "--key is a verifier key such as models.example.org/countersign+c74f20a3+ARpc…",
        fix: "copy the line that 'countersign audit key' prints")
    }
    return key
  }
}

/// Runs a reading of the log, its damage in the words of a command.
func audited<Value>(_ read: () throws(LogDamage) -> Value) throws(CommandFailure) -> Value {
  do {
    return try read()
  } catch {
    throw CommandFailure(
      "the audit log does not verify: \(error)", fix: "compare it with a copy, and with checkpoints pushed out")
  }
}
