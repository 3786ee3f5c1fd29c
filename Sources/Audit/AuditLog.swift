import Cryptography
import Synchronization

/// The append-only record of everything the gateway did; see `Audit.md` for the life of a record.
///
/// Opened once per process. Loops write through their `Journal`; one thread of its own, the appender, moves records
/// into the tree.
public final class AuditLog: Sendable {
  /// What verifies this log's checkpoints and proofs.
  public let verifierKey: VerifierKey
  private let appender: AppenderThread

  private init(verifierKey: VerifierKey, appender: AppenderThread) {
    self.verifierKey = verifierKey
    self.appender = appender
  }

  /// Opens the log to append, after repairing what a crash left.
  ///
  /// Takes over the journals of the process before, closes its open calls as interrupted, and refuses a log that
  /// contradicts its own checkpoint. `now` is in milliseconds since 1970.
  public static func open(_ settings: AuditSettings, loops: Int, now: Int64) throws(AuditError) -> AuditLog {
    guard let key = VerifierKey(name: settings.origin, key: settings.signingKey.verificationKey) else {
      throw .setting("origin may have no space and no plus, and not be empty")
    }
    let thread = try AppenderThread(settings: settings, key: key, loops: loops, now: now)
    thread.start()
    return AuditLog(verifierKey: key, appender: thread)
  }

  /// The journal of one loop, to be asked for once per loop, on or before the loop's thread.
  public func journal(_ loop: Int) -> Journal {
    appender.journal(loop)
  }

  /// Puts an administrative event on the record; `flush` waits until it is there.
  public func record(_ event: AdministrativeEvent) {
    appender.record(event)
  }

  /// Waits until everything recorded before is under a durable checkpoint; false when the disk does not take it.
  @discardableResult
  public func flush() -> Bool {
    appender.flush()
  }

  /// Forgets the salts and texts of a person's fields in all periods; every proof still verifies. Gives the number of
  /// fields forgotten.
  public func erase(principal: String) throws(AuditError) -> Int {
    try appender.erase(principal: principal)
  }

  /// Whether records are taken, and why not.
  public var health: AuditHealth { appender.health }

  /// What was done so far, for metrics.
  public var progress: AuditProgress { appender.progress }

  /// Drains the journals, records the stop, signs the last checkpoint and ends the appender's thread.
  public func close() {
    appender.close()
  }

  /// Keeps the appender from working while the body runs; for tests of what journals do meanwhile.
  func holdStill(_ body: () -> Void) {
    appender.holdStill(body)
  }
}
