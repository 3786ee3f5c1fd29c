import Audit
import Cryptography
import Foundation

/// The record: what it costs the loop, and what it costs the appender's thread.
final class AuditBenchmarks {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID().uuidString)").path
  private let log: AuditLog
  private let journal: Journal
  private let path = Array("/v1/chat/completions".utf8)
  private let intents: [Intent]

  init() throws {
    var settings = AuditSettings(
      folder: folder, origin: "bench.example/audit", signingKey: try SigningKey(seed: Secret(randomCount: 32)),
      sealKey: Secret(randomCount: 32))
    settings.journalCapacity = 1 << 26
    settings.interval = 1000
    log = try AuditLog.open(settings, loops: 1, now: 1_790_000_000_000)
    journal = log.journal(0)
    let digest = SHA256.hash([1].span)
    let target = RecordedTarget(
      route: Array("openai/chat.completions".utf8), action: Array("chat".utf8), model: Array("llama-3-8b".utf8),
      upstream: Array("model".utf8))
    let rule = RecordedRule(role: Array("engineer".utf8), policy: Array("9f86d081884c7d65".utf8))
    intents = try (0..<100).map { number in
      let caller = try Caller(
        principal: Array("idp:user\(number)@example.org".utf8), email: Array("user\(number)@example.org".utf8),
        credential: .token(id: Array("token\(number)".utf8)))
      return Intent(
        id: RequestID(high: 7, low: 0), time: 1_790_000_000_000, caller: caller, client: Array("192.0.2.17".utf8),
        target: target, rule: rule,
        promptDigest: digest, requestBytes: 300, tokenLimit: 128)
    }
  }

  /// Ends the log and removes its folder.
  func close() {
    log.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  var all: [Benchmark] {
    [
      Benchmark("audit.record", unit: "intent and outcome, on the loop") { [self] count in call(count) },
      Benchmark("audit.entry", unit: "intent and outcome, journal to disk", spansThreads: true) { [self] count in
        call(count)
        log.flush()
      },
    ]
  }

  private var number: UInt64 = 0

  private func call(_ count: Int) {
    for _ in 0..<count {
      number += 1
      var intent = intents[Int(number % 100)]
      intent.id = RequestID(high: 7, low: number)
      while !isRecorded(intent) { log.flush() }
    }
  }

  // False where the journal is full: the appender cannot keep up with a loop that does nothing else. The time that is
  // waited then is no time of this thread.
  private func isRecorded(_ intent: Intent) -> Bool {
    do throws(JournalError) {
      try record(intent)
      return true
    } catch {
      precondition(error == .full, "\(error)")
      return false
    }
  }

  private func record(_ intent: Intent) throws(JournalError) {
    let path = path
    let ticket = try journal.append(intent, path: path.span)
    keep(Int(truncatingIfNeeded: ticket.sequence))
    try journal.append(
      Outcome(
        id: intent.id, time: intent.time + 900, status: 200, upstreamStatus: 200, responseBytes: 589, inputTokens: 48,
        outputTokens: 60, firstByte: 30, duration: 900, end: .completed))
  }
}
