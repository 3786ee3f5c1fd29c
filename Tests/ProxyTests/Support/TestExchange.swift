import Bytes
import HTTP
import Policy
import Proxy
import Synchronization
import Transport

/// How an exchange of a test ended.
struct Ended: Equatable {
  let path: String
  let end: ExchangeEnd
  let status: Int
  let requestBytes: Int
  let responseBytes: Int
}

/// What the exchanges of a gateway told, for the test's thread.
final class Ledger: Sendable {
  private let entries = Mutex<[Ended]>([])
  private let failures = Mutex<[UpstreamFailure]>([])

  func add(_ ended: Ended) { entries.withLock { $0.append(ended) } }

  func add(_ failure: UpstreamFailure) { failures.withLock { $0.append(failure) } }

  var all: [Ended] { entries.withLock { $0 } }

  var allFailures: [UpstreamFailure] { failures.withLock { $0 } }
}

/// The smallest pipeline there is: paths under `/own` are answered, `/client` with its address, `/stranger` refused
/// unread, `/park` waits for the test, everything else goes upstream under a permit that policy made.
final class TestExchange: Exchange {
  private let pool: UpstreamPool
  private let policy: CompiledPolicy
  private let standing: Standing
  private let ledger: Ledger
  private let interruption: [UInt8]

  init(server: Server, parts: GatewayParts) {
    pool = parts.pool
    policy = parts.policy
    standing = parts.standing
    ledger = parts.ledger
    interruption = parts.settings.interruption
    super.init(server: server)
  }

  private func begins(with text: StaticString) -> Bool {
    let path = path
    return path.readable.hasPrefix(text)
  }

  private func say(_ status: Int, _ text: String) { answer(Answer(status: status, body: Array(text.utf8))) }

  override func headReceived() -> HeadVerdict {
    if begins(with: "/stranger") {
      say(401, "who are you")
      return .settled
    }
    return begins(with: "/park") ? .parked : .collectBody
  }

  override func bodyCollected() {
    if begins(with: "/own") {
      let text = withBody { body, count in String(decoding: body.extracting(0..<count).array(), as: UTF8.self) }
      return say(200, text)
    }
    if begins(with: "/client") {
      return say(200, isClientUnknown ? "unknown" : String(decoding: clientText, as: UTF8.self))
    }
    let facts = Facts(
      now: server.loop.unixSeconds, action: head.method.isSafe ? .read : .write, target: .route(0), address: .unknown,
      tools: ToolNames())
    switch policy.decide(facts, for: standing) {
    case .permit(let permit): forward(to: pool, spending: permit)
    case .refuse: say(403, "no")
    }
  }

  override func refuse(_ error: HeadError) { say(error.status, "\(error.sentence)") }

  override func refuse(_ reason: TransportRefusal) { say(reason.status, "\(reason.sentence)") }

  override func upstreamFailed(_ failure: UpstreamFailure) {
    ledger.add(failure)
    say(failure.status, "\(failure.word)")
  }

  override func writeUpstreamHeaders(into buffer: ByteBuffer) { buffer.append("x-countersign-user: local:ana\r\n") }

  override func writeInterruption(_ end: ExchangeEnd, into output: inout [UInt8]) { output += interruption }

  override func ended(_ end: ExchangeEnd) {
    let path = path
    ledger.add(
      Ended(
        path: String(decoding: path.readable.array(), as: UTF8.self), end: end, status: status,
        requestBytes: requestBytes, responseBytes: responseBytes))
  }
}
