import Audit
import Foundation

/// Puts what an administrator did on the audit record, through the log's outbox.
///
/// The running gateway takes it in, or the next one to start.
enum AdministrativeRecord {
  /// Leaves the event; the change itself is already done, so a failure says so.
  static func note(
    _ action: AdministrativeEvent.Action, subject: String = "", details: [String: String] = [:],
    _ installation: Installation
  ) throws(CommandFailure) {
    let time = WallClock.now * 1000
    let event = AdministrativeEvent(action, time: time, actor: actor, subject: subject, details: details)
    do {
      try Outbox(log: installation.configuration.audit.directory).drop(event)
    } catch {
      throw CommandFailure(
        "done, but not on the audit record: \(error)",
        fix: "make \(installation.configuration.audit.directory) writable for this user")
    }
  }

  /// The operating system's user at the keyboard: `os:ana`.
  private static var actor: String { "os:\(NSUserName())" }
}
