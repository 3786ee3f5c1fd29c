import Audit
import Cryptography
import Foundation

/// A log in a folder of its own that goes away with the fixture.
final class Fixture: @unchecked Sendable {
  // Immutable but for the file system it names.
  let folder: String
  let signingKey: SigningKey
  let sealKey = Secret(randomCount: 32)
  var settings: AuditSettings

  static let now: Int64 = 1_790_000_000_000

  init(in parent: String = NSTemporaryDirectory()) throws {
    folder = parent + "/audit-" + UUID().uuidString
    signingKey = try SigningKey(seed: Secret(randomCount: 32))
    settings = AuditSettings(
      folder: folder, origin: "gateway.example/audit", signingKey: signingKey, sealKey: sealKey)
    settings.journalCapacity = 1 << 18
    settings.interval = 10
    settings.clock = { Fixture.now }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  var key: VerifierKey { VerifierKey(name: settings.origin, key: signingKey.verificationKey)! }
  var log: LogFolder { LogFolder(folder) }
  var verifier: LogVerifier { LogVerifier(log: log, key: key) }

  func open(loops: Int = 1) throws -> AuditLog {
    try AuditLog.open(settings, loops: loops, now: Fixture.now)
  }

  /// Opens the log, runs the body with its journals, and closes it.
  func run(loops: Int = 1, _ body: (AuditLog, [Journal]) throws -> Void) throws {
    let log = try open(loops: loops)
    defer { log.close() }
    try body(log, (0..<loops).map(log.journal))
  }

  /// All entries under the checkpoint.
  func entries() throws -> [Entry] {
    try LogReader(log: log, key: key).last(.max) { _ in true }
  }

  /// Every file of the tree, by its path in the log's folder.
  func files(under path: String) -> [String] {
    let all = FileManager.default.enumerator(atPath: "\(folder)/\(path)")!.allObjects as! [String]
    return all.filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(path)/\($0)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }.map { "\(path)/\($0)" }.sorted()
  }

  func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)")))
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(path)"))
  }
}

enum Sample {
  static let caller = try! Caller(
    principal: Array("local:ana".utf8), email: Array("ana@example.org".utf8),
    credential: .apiKey(id: Array("k7f3".utf8)),
    assurance: Assurance(
      methods: Array("pwd otp".utf8), context: Array("phr".utf8), authenticatedAt: Fixture.now / 1000 - 90))

  static func id(_ number: Int) -> RequestID { RequestID(high: 0xabcd, low: UInt64(number)) }

  static func intent(_ number: Int, caller: Caller = Sample.caller, model: String = "qwen2.5-coder") -> Intent {
    Intent(
      id: id(number), time: Fixture.now + Int64(number), caller: caller, client: Array("192.0.2.7".utf8),
      target: RecordedTarget(
        route: Array("openai/chat.completions".utf8), action: Array("chat".utf8), model: Array(model.utf8),
        upstream: Array("llama".utf8)),
      rule: RecordedRule(role: Array("engineer".utf8), policy: Array("5f2c".utf8)),
      promptDigest: SHA256.hash([1, 2, 3].span), requestBytes: 412, tokenLimit: 256, streams: true, toolCount: 2)
  }

  static func outcome(_ number: Int) -> Outcome {
    Outcome(
      id: id(number), time: Fixture.now + Int64(number) + 5, status: 200, upstreamStatus: 200, responseBytes: 1234,
      inputTokens: 17, outputTokens: 80, firstByte: 31, duration: 940, end: .completed)
  }

  static let path = Array("/v1/chat/completions".utf8)
  static let tools = Array("deploy\nsql_read".utf8)

  static func refusal(_ number: Int) -> Refusal {
    Refusal(
      id: id(number), time: Fixture.now, caller: caller, client: Array("192.0.2.7".utf8),
      route: Array("openai/chat.completions".utf8), action: Array("chat".utf8), model: Array("secret".utf8), role: [],
      policy: Array("5f2c".utf8), reason: Array("model_not_allowed".utf8), status: 403)
  }
}

extension Journal {
  /// One whole call.
  func call(_ number: Int) throws {
    try begin(Sample.intent(number), tools: Sample.tools)
    try append(Sample.outcome(number))
  }

  @discardableResult
  func begin(_ intent: Intent, path: [UInt8] = Sample.path, tools: [UInt8] = []) throws -> Ticket {
    try append(intent, path: path.span, tools: tools.span)
  }

  func refuse(_ refusal: Refusal) throws {
    let path = Sample.path
    try append(refusal, path: path.span)
  }
}
