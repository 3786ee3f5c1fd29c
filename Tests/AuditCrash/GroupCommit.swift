import Audit
import Cryptography
import Foundation

/// How many waiting callers a second the log serves under `power`, 64 at a time: what
/// `Benchmarks/durability/group_commit.c` does with a bare file.
struct GroupCommit {
  let folder: String
  let seconds: Int

  static let callers = 64

  func run() throws {
    var settings = AuditSettings(
      folder: folder, origin: "measure.example/audit", signingKey: try SigningKey(seed: Secret(randomCount: 32)),
      sealKey: Secret(randomCount: 32))
    let disk = DiskWait()
    settings.durability = .power
    settings.interval = 1000
    settings.durable = { _, sequence in disk.reached(sequence) }
    let log = try AuditLog.open(settings, loops: 1, now: WallClock.milliseconds())
    let journal = log.journal(0)
    let end = ContinuousClock.now + .seconds(seconds)
    var served = 0
    while ContinuousClock.now < end {
      try group(served, journal: journal, disk: disk)
      served += GroupCommit.callers
    }
    log.close()
    print(served / seconds)
  }

  private func group(_ first: Int, journal: Journal, disk: DiskWait) throws {
    var last: UInt64 = 0
    for number in first..<first + GroupCommit.callers {
      last = try append(Measurement.sample(UInt64(number)), to: journal)
    }
    journal.bringToDisk()
    disk.wait(for: last)
    for number in first..<first + GroupCommit.callers {
      try journal.append(Measurement.outcome(of: Measurement.sample(UInt64(number))))
    }
  }

  private func append(_ intent: Intent, to journal: Journal) throws -> UInt64 {
    let path = Measurement.path
    while true {
      do {
        return try journal.append(intent, path: path.span).sequence
      } catch JournalError.full {
        usleep(1000)
      }
    }
  }
}
