import Bytes
import HTTP
import Policy

@testable import Proxy
@testable import Transport

/// What the exchanges of one scripted run told.
final class ScriptedLedger {
  var begun = 0
  var ended = 0
  var problems: [String] = []
  var parked: [(exchange: ScriptedExchange, id: RequestID)] = []
  var ends: [ExchangeEnd] = []
}

/// The smallest pipeline there is, as `TestExchange`, that counts what begins and ends.
final class ScriptedExchange: Exchange {
  private unowned let run: ScriptedRun
  private var isOpen = false

  init(server: Server, run: ScriptedRun) {
    self.run = run
    super.init(server: server)
  }

  private func begins(with text: StaticString) -> Bool {
    let path = path
    return path.readable.hasPrefix(text)
  }

  private func open() {
    if isOpen { run.ledger.problems.append("an exchange began twice") }
    isOpen = true
    run.ledger.begun += 1
  }

  private func say(_ status: Int, _ body: [UInt8] = []) {
    if !isOpen { open() }
    answer(Answer(status: status, body: body))
  }

  override func headReceived() -> HeadVerdict {
    open()
    if begins(with: "/stranger") {
      say(401)
      return .settled
    }
    guard begins(with: "/park") else { return .collectBody }
    run.ledger.parked.append((self, requestID))
    return .parked
  }

  override func bodyCollected() {
    if begins(with: "/own") {
      return say(200, withBody { body, count in body.extracting(0..<count).array() })
    }
    let facts = Facts(
      now: server.loop.unixSeconds, action: head.method.isSafe ? .read : .write, target: .route(0), address: .unknown,
      tools: ToolNames())
    switch run.policy.decide(facts, for: run.standing) {
    case .permit(let permit): forward(to: run.pool, spending: permit)
    case .refuse: say(403)
    }
  }

  override func refuse(_ error: HeadError) { say(error.status) }

  override func refuse(_ reason: TransportRefusal) { say(reason.status) }

  override func upstreamFailed(_ failure: UpstreamFailure) { say(failure.status) }

  override func writeUpstreamHeaders(into buffer: ByteBuffer) { buffer.append("x-countersign-user: local:ana\r\n") }

  override func ended(_ end: ExchangeEnd) {
    if !isOpen { run.ledger.problems.append("an exchange ended that had not begun") }
    isOpen = false
    run.ledger.ended += 1
    run.ledger.ends.append(end)
  }
}
