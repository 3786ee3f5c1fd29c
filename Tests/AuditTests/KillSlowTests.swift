import Audit
import Cryptography
import Foundation
import Testing

/// kill -9 at any moment: nothing that was said aloud is lost or doubled, and the log verifies each time.
@Suite(.serialized) struct KillSlowTests {
  private static let rounds = Int(ProcessInfo.processInfo.environment["COUNTERSIGN_KILLS"] ?? "") ?? 100

  private func settings(_ folder: String, seed: String) throws -> AuditSettings {
    let bytes = Hex.decode(seed)!
    let secret = Secret(bytes.span)
    return AuditSettings(
      folder: folder, origin: "crash.example/audit", signingKey: try SigningKey(seed: secret), sealKey: secret)
  }

  @Test func nothingIsLostOrDoubled() throws {
    let folder = NSTemporaryDirectory() + "/audit-kill-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let seed = Hex.encode(SecureRandom.bytes(32).span)
    var intents: Set<String> = []
    var outcomes: Set<String> = []
    for round in 0..<KillSlowTests.rounds {
      // Some deaths come during start-up and repair, most under load.
      let life = round % 5 == 0 ? Int.random(in: 1...60) : Int.random(in: 60...400)
      for line in try ChildProcess("audit-crash", ["write", folder, seed]).killed(after: life) {
        if line.hasPrefix("i ") { intents.insert(String(line.dropFirst(2))) }
        if line.hasPrefix("o ") { outcomes.insert(String(line.dropFirst(2))) }
      }
      guard round % 10 == 9 || round == KillSlowTests.rounds - 1 else { continue }
      try check(folder, seed: seed, intents: intents, outcomes: outcomes)
    }
    #expect(intents.count > 100)
  }

  /// The log is whole, every intent said is there once with one end, and every outcome said is an outcome.
  private func check(_ folder: String, seed: String, intents: Set<String>, outcomes: Set<String>) throws {
    let settings = try settings(folder, seed: seed)
    let log = try AuditLog.open(settings, loops: 1, now: WallClock.milliseconds())
    log.close()
    let verifier = LogVerifier(log: LogFolder(folder), key: log.verifierKey)
    let report = try verifier.verifyWholeLog()
    #expect(report.openCalls == 0)
    var logged: [Entry.Kind: [String]] = [:]
    let reader = try LogReader(log: LogFolder(folder), key: log.verifierKey)
    try reader.forEach(in: 0..<report.checkpoint.size) { entry in
      if let id = entry.id { logged[entry.kind, default: []].append(id.text) }
    }
    let inLog = Set(logged[.intent] ?? [])
    #expect(inLog.count == logged[.intent]?.count)
    #expect(intents.subtracting(inLog).isEmpty)
    #expect(outcomes.subtracting(logged[.outcome] ?? []).isEmpty)
  }
}
