import Audit
import Cryptography
import Fetch
import Glibc
import Transport

/// Opens the audit log as the configuration describes it.
enum AuditWiring {
  static func settings(
    _ configuration: Configuration, _ secrets: RootSecrets, _ loops: LoopGroup
  ) throws -> Audit.AuditSettings {
    let audit = configuration.audit
    let key = try LogKeyFile.read(LogKeyFile.path(besideRootSecret: configuration.rootSecretFile))
    var settings = Audit.AuditSettings(
      folder: audit.directory, origin: origin(configuration), signingKey: key, sealKey: sealKey(secrets))
    settings.olderSealKeys = AuditNames.olderSealKeys(secrets)
    settings.durability = audit.durability == .power ? Durability.power : Durability.process
    settings.interval = Int(audit.checkpointInterval / Nanoseconds.perMillisecond)
    settings.retentionDays = Int(audit.retention / 86_400)
    settings.sinks = audit.push.map(sink)
    settings.durable = { loop, sequence in
      loops.mailboxes[loop].post { ($0.root as? LoopRoot)?.desk.journal.synced(sequence) }
    }
    settings.undurable = { loop in
      loops.mailboxes[loop].post { ($0.root as? LoopRoot)?.desk.journal.failed() }
    }
    return settings
  }

  /// Opens the log; one that another process appends to is waited for, `patience` nanoseconds.
  static func open(_ settings: Audit.AuditSettings, loops: Int, patience: UInt64) throws -> AuditLog {
    let end = Clock.monotonic() + patience
    while true {
      do throws(AuditError) {
        return try AuditLog.open(settings, loops: loops, now: Clock.unixMilliseconds())
      } catch {
        guard error == .inUse, Clock.monotonic() < end else {
          throw CommandFailure("cannot open the audit log in \(settings.folder): \(error)")
        }
        usleep(Self.retryMicroseconds)
      }
    }
  }

  // A lock of another process ends with it, and says so to nobody.
  private static let retryMicroseconds: UInt32 = 2000

  /// The name every checkpoint begins with: what the log was begun under, whatever the host is called today.
  static func origin(_ configuration: Configuration) -> String {
    let checkpoint = (try? LogFolder(configuration.audit.directory).checkpointBytes()) ?? nil
    let line = checkpoint?.split(separator: 0x0a, maxSplits: 1).first
    return line.map { String(decoding: $0, as: UTF8.self) } ?? "\(configuration.publicURL.host)/countersign"
  }

  static func sealKey(_ secrets: RootSecrets) -> Secret {
    HKDF.derive(root: secrets.current.secret, purpose: "audit seal", version: secrets.current.number)
  }

  private static func sink(_ push: AuditSettings.Push) -> CheckpointSink {
    switch push {
    case .file(let path): return .file(path: path)
    case .syslog: return .call { Syslog.write(String(decoding: $0, as: UTF8.self)) }
    case .webhook(let address):
      let fetcher = Fetcher()
      return .call { checkpoint in
        // A push that fails is made up for by the next: each checkpoint covers all before it.
        Task { _ = try? await fetcher.post(address.text, body: checkpoint, contentType: "text/plain") }
      }
    }
  }
}
