import Audit
import Cryptography
import Foundation

/// Writes calls without end, each step said aloud only after the log took it.
struct CrashWriter {
  let folder: String
  let seed: String
  var durability = Durability.process

  static func settings(folder: String, seed: String) throws -> AuditSettings {
    let bytes = Hex.decode(seed) ?? []
    let secret = Secret(bytes.span)
    var settings = AuditSettings(
      folder: folder, origin: "crash.example/audit", signingKey: try SigningKey(seed: secret), sealKey: secret)
    settings.journalCapacity = 1 << 20
    settings.interval = 10
    return settings
  }

  func run(calls: UInt64) throws {
    var settings = try CrashWriter.settings(folder: folder, seed: seed)
    let disk = DiskWait()
    settings.durability = durability
    settings.durable = { _, sequence in disk.reached(sequence) }
    let log = try AuditLog.open(settings, loops: 1, now: WallClock.milliseconds())
    let journal = log.journal(0)
    let session = UInt64.random(in: 1...UInt64.max)
    let callers = try (0..<5).map {
      try Caller(principal: Array("local:person\($0)".utf8), credential: .apiKey(id: Array("key\($0)".utf8)))
    }
    var number: UInt64 = 0
    while number < calls {
      let id = RequestID(high: session, low: number)
      do {
        let ticket = try begin(id, caller: callers[Int(number % 5)], in: journal)
        if durability == .power {
          journal.bringToDisk()
          disk.wait(for: ticket.sequence)
        }
      } catch let error as JournalError where error != .tooLarge {
        usleep(1000)
        continue
      }
      say("i \(id.text)\n")
      // Every seventh call stays open, as a long stream does.
      if calls < .max || number % 7 != 3 {
        try journal.append(
          Outcome(
            id: id, time: WallClock.milliseconds(), status: 200, upstreamStatus: 200, responseBytes: 10, duration: 1,
            end: .completed))
        say("o \(id.text)\n")
      }
      number += 1
      if number % 50 == 0 || calls < .max { usleep(500) }
    }
    while !log.flush() { usleep(1000) }
    log.close()
  }

  private func begin(_ id: RequestID, caller: Caller, in journal: Journal) throws -> Ticket {
    let path = Array("/v1/chat/completions".utf8)
    let word = Array("chat".utf8)
    let intent = Intent(
      id: id, time: WallClock.milliseconds(), caller: caller, client: Array("192.0.2.1".utf8),
      target: RecordedTarget(route: word, action: word, model: word, upstream: word),
      rule: RecordedRule(role: word, policy: word))
    return try journal.append(intent, path: path.span)
  }

  private func say(_ line: String) {
    let bytes = Array(line.utf8)
    _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
  }
}
