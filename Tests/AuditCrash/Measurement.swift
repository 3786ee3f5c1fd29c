import Audit
import Cryptography
import Foundation

/// What a record costs the loop, and an entry the appender.
struct Measurement {
  let folder: String
  let count: Int

  func run() throws {
    var settings = AuditSettings(
      folder: folder, origin: "measure.example/audit", signingKey: try SigningKey(seed: Secret(randomCount: 32)),
      sealKey: Secret(randomCount: 32))
    settings.journalCapacity = 1 << 26
    let log = try AuditLog.open(settings, loops: 1, now: WallClock.milliseconds())
    let journal = log.journal(0)
    let before = cpu(CLOCK_PROCESS_CPUTIME_ID)
    var loop: UInt64 = 0
    for block in 0..<count / 1000 {
      let start = cpu(CLOCK_THREAD_CPUTIME_ID)
      for number in 0..<1000 { try call(UInt64(block * 1000 + number), in: journal) }
      loop += cpu(CLOCK_THREAD_CPUTIME_ID) - start
      usleep(5000)
    }
    log.flush()
    let all = cpu(CLOCK_PROCESS_CPUTIME_ID) - before
    log.close()
    print(
      "loop: \(loop / UInt64(2 * count)) ns a record; appender: \((all - loop) / UInt64(2 * count)) ns CPU an entry")
  }

  private func call(_ number: UInt64, in journal: Journal) throws {
    let intent = Measurement.sample(number)
    let path = Measurement.path
    while true {
      do {
        _ = try journal.append(intent, path: path.span)
        break
      } catch JournalError.full {
        usleep(1000)
      }
    }
    try journal.append(Measurement.outcome(of: intent))
  }

  private func cpu(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

extension Measurement {
  /// The intent of a usual call, by one of a hundred persons.
  static func sample(_ number: UInt64) -> Intent {
    Intent(
      id: RequestID(high: 7, low: number), time: 1_790_000_000_000, caller: callers[Int(number % 100)], client: client,
      target: target, rule: rule, promptDigest: digest, requestBytes: 900, tokenLimit: 256, streams: true)
  }

  static func outcome(of intent: Intent) -> Outcome {
    Outcome(
      id: intent.id, time: intent.time + 900, status: 200, upstreamStatus: 200, responseBytes: 4000, inputTokens: 20,
      outputTokens: 80, firstByte: 30, duration: 900, end: .completed)
  }

  static let path = Array("/v1/chat/completions".utf8)
  private static let callers: [Caller] = (0..<100).compactMap { number in
    try? Caller(
      principal: Array("corp:person\(number)".utf8), email: Array("person\(number)@example.org".utf8),
      credential: .apiKey(id: Array("key\(number)".utf8)),
      assurance: Assurance(methods: Array("pwd otp".utf8), context: Array("phr".utf8), authenticatedAt: 1_790_000_000))
  }
  private static let client = Array("192.0.2.17".utf8)
  private static let target = RecordedTarget(
    route: Array("openai/chat.completions".utf8), action: Array("chat".utf8), model: Array("qwen2.5-coder".utf8),
    upstream: Array("llama".utf8))
  private static let rule = RecordedRule(role: Array("engineer".utf8), policy: Array("9f86d081884c7d65".utf8))
  private static let digest = SHA256.hash([1].span)
}
