import Audit

extension Command {
  /// `countersign secrets backup`.
  static let secretsBackup = Command(
    "secrets backup", "seals root secret, log signing key and store into one file under a passphrase",
    about: """
      The file holds what cannot be made again: the root secret, the audit log's signing key, and the accounts and
      keys of the store as they are now, while the gateway runs. The passphrase is asked for, or comes from
      \(Passphrase.environmentVariable) or a file. The configuration, TLS files and the audit log itself are
      ordinary files: copy them as they are.
      """,
    operands: [Operand("FILE", "the backup to make; it must not exist")], options: [.config, passphraseFile],
    examples: [Example("countersign secrets backup countersign.backup", "asks for a passphrase twice")]
  ) { invocation in
    let installation = try Installation(invocation)
    let passphrase = try Passphrase.read(invocation, confirming: true)
    try Passphrase.checkStrength(passphrase)
    let path = invocation.operand("FILE")
    let archive = try Backup(installation).make()
    guard let sealed = try? archive.seal(passphrase) else { throw CommandFailure("the backup could not be sealed") }
    try SecretFile.create(path, sealed)
    invocation.console.line("\(path) holds \(archive.files.map(\.name).joined(separator: ", "))")
    try AdministrativeRecord.note(.secretsBackedUp, installation)
    return .done
  }

  /// `countersign secrets restore`.
  static let secretsRestore = Command(
    "secrets restore", "puts back what 'secrets backup' sealed",
    about: """
      Writes root secret, log signing key and store to the places the configuration names. Nothing is overwritten: where
      one of the three is already there, nothing is written at all.
      """,
    operands: [Operand("FILE", "the backup")], options: [.config, passphraseFile],
    examples: [Example("countersign secrets restore countersign.backup", "asks for the passphrase")]
  ) { invocation in
    let installation = try Installation(invocation)
    let backup = Backup(installation)
    try backup.refuseToOverwrite()
    let sealed = try Backup.read(invocation.operand("FILE"))
    let archive: BackupArchive
    do {
      archive = try BackupArchive.open(sealed, try Passphrase.read(invocation, confirming: false))
    } catch BackupArchive.Flaw.unauthentic {
      throw CommandFailure("the passphrase is wrong, or the backup was changed", fix: "try the passphrase again")
    } catch BackupArchive.Flaw.notAnArchive {
      throw CommandFailure("this is not a backup of this program, or one of a newer version")
    }
    try backup.restore(archive)
    invocation.console.line("restored; 'countersign serve' goes on from here")
    try AdministrativeRecord.note(.secretsRestored, installation)
    return .done
  }

  private static let passphraseFile = CommandOption.value(
    "passphrase-file", "PATH", "a file (mode 600) whose first line is the passphrase")
}
