import Audit
import Identity

extension Command {
  /// `countersign audit erase`.
  static let auditErase = Command(
    "audit erase", "forgets a person's name and addresses; every proof still verifies",
    about: """
      The log holds only salted commitments to a person's name, e-mail address, network addresses and token ids. Their
      text and salts lie sealed beside it. This drops both, for all days: nobody can tell afterwards whom the entries
      name. It cannot be undone, copies and backups excepted, and is itself on the record, without a name.
      """,
    operands: [Operand("USER", "NAME, or ISSUER:SUBJECT as in corp:8f3c")], options: [.config],
    examples: [Example("countersign audit erase corp:8f3c", "at the person's request")]
  ) { invocation in
    let installation = try Installation(invocation)
    let principal = try PrincipalName.parse(invocation.operand("USER")).description
    let folder = installation.configuration.audit.directory
    do {
      let log = try openAlone(installation)
      if let log {
        let fields = try log.erase(principal: principal)
        log.close()
        invocation.console.line("\(fields) fields of \(PrintableText.line(principal)) are forgotten")
      } else {
        try Outbox(log: folder).dropErasure(principal: principal)
        invocation.console.line("the running gateway forgets \(PrintableText.line(principal)) within a second")
      }
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure("nothing was forgotten: \(error)")
    }
    return .done
  }

  /// The log opened by this process; nil while a gateway has it open.
  private static func openAlone(_ installation: Installation) throws -> AuditLog? {
    let secrets = try RootSecretFile.read(installation.rootSecretFile)
    var settings = Audit.AuditSettings(
      folder: installation.configuration.audit.directory, origin: AuditWiring.origin(installation.configuration),
      signingKey: try LogKeyFile.read(installation.logKeyFile), sealKey: AuditWiring.sealKey(secrets))
    settings.olderSealKeys = AuditNames.olderSealKeys(secrets)
    settings.retentionDays = nil
    do {
      return try AuditLog.open(settings, loops: 0, now: WallClock.now * 1000)
    } catch AuditError.inUse {
      return nil
    }
  }
}
