import Bytes
import HTTP
import Transport

/// One connection to an upstream: HTTP/1.1 requests one after the other, responses read strictly and passed on as they
/// come.
final class Upstream: Channel {
  enum Phase {
    case idle
    case head
    case body(BodyLength)
  }

  // Keeps a pool alive that was retired while the connection was in use.
  private let pool: UpstreamPool
  let member: PoolMember
  private var phase = Phase.idle
  private var exchange: Exchange?
  private let response = ResponseHead()
  private var decoder = ChunkedDecoder()
  private var interimResponses = 0
  private var hasAnswered = false
  // Whether the connection was there before the request: the server may have been closing it meanwhile.
  private var isReused = false
  private var isWarming = false
  private var hasResponseBegun = false
  // Whether the request could not be sent to its end.
  private var isSendingOver = false
  // What there was to send of the request; as long as all of it is there, nothing of it can have been read.
  private var requestLength = 0
  private let madeAt: UInt64

  /// The most interim (1xx) responses before a final one.
  static let maximumInterimResponses = 8

  init?(pool: UpstreamPool, member: PoolMember, descriptor: Int32, tls: TLSSession?) {
    self.pool = pool
    self.member = member
    madeAt = pool.loop.now
    super.init(loop: pool.loop, descriptor: descriptor, isConnecting: true, tls: tls)
  }

  // MARK: Requests

  /// Sends an exchange's request; the connection may still be under way.
  func begin(_ exchange: Exchange) {
    self.exchange = exchange
    exchange.upstream = self
    member.inFlight += 1
    phase = .head
    interimResponses = 0
    hasResponseBegun = false
    isReused = !isConnecting
    writeRequest(exchange)
    requestLength = outbound.count
    let limits = pool.limits
    setDeadline(loop.now + (isConnecting ? limits.connectTimeout : limits.firstByteTimeout))
    resumeReading()
    flushSoon()
  }

  private func writeRequest(_ exchange: Exchange) {
    exchange.withBody { body, _ in
      let length = exchange.upstreamBodyLength(body.count)
      RequestHeadWriter.write(exchange, to: member.head, bodyLength: length, into: outbound)
      if length > 0 { exchange.writeUpstreamBody(body, into: outbound) }
    }
  }

  /// Connects ahead of need.
  func warm() {
    isWarming = true
    member.warming += 1
    setDeadline(loop.now + pool.limits.connectTimeout)
  }

  // The exchange is no longer this connection's.
  private func release() {
    guard let exchange else { return }
    self.exchange = nil
    exchange.upstream = nil
    member.inFlight -= 1
  }

  func waitForWork(until time: UInt64) {
    phase = .idle
    inbound.releaseIfEmpty()
    setDeadline(time)
  }

  /// The client is slow: the upstream has to wait, and not for its own time-out.
  func waitForClient() {
    pauseReading()
    setDeadline(0)
  }

  /// The client took everything: reads on.
  func continueReading() {
    resumeReading()
    if exchange != nil && hasResponseBegun { setDeadline(loop.now + pool.limits.idleTimeout) }
  }

  /// The exchange is over before the response is: this connection cannot be used again.
  func abandon() {
    release()
    close()
  }

  func abandonFor(_ exchange: Exchange) { abandon() }

  // MARK: Events

  override func connected() {
    guard isWarming else { return setDeadline(loop.now + pool.limits.firstByteTimeout) }
    isWarming = false
    member.warming -= 1
    pool.recycle(self)
  }

  override func bytesReceived() {
    guard exchange != nil else { return close() }
    readResponse()
    if isClosed { return }
    exchange?.flushRelayed()
  }

  // A server that refuses a large body answers and closes while it is still being sent: its answer may wait to be read.
  override func sendingFailed(_ end: ChannelEnd) {
    if isSendingOver || exchange == nil || isUnsent { return close(end) }
    isSendingOver = true
    giveUpSending()
  }

  override func peerFinished() {
    // Over TLS only the server's own word ends such a body: anybody on the way can cut a connection.
    if case .body(.untilClose) = phase, let exchange, !wasCutOff {
      release()
      close(.peerClosed)
      return exchange.relayEnd()
    }
    close(.peerClosed)
  }

  override func closed(_ end: ChannelEnd) {
    guard let exchange else { return closedUnused(end) }
    release()
    pool.ended(self)
    failed(exchange, end)
  }

  private func closedUnused(_ end: ChannelEnd) {
    if isWarming { member.warming -= 1 }
    if isWarming || !hasAnswered && end != .closed { member.pace.lost(age: loop.now - madeAt, now: loop.now) }
    pool.ended(self)
  }

  override func deadlinePassed() {
    guard let exchange else { return close() }
    let wasConnecting = isConnecting
    let failure: UpstreamFailure = wasConnecting ? .connectTimeout : hasResponseBegun ? .idleTimeout : .firstByteTimeout
    release()
    close()
    pool.noteFailure(of: member)
    if wasConnecting { return pool.retry(exchange, failure, from: member) }
    pool.countFailure()
    exchange.fail(failure)
  }

  // Whether nothing of the request has been handed to the kernel.
  private var isUnsent: Bool { requestLength > 0 && outbound.count == requestLength }

  // Safe to send again: nothing of it was sent, or the method only reads and no byte of an answer came. A connection
  // that stood before was stale, which says nothing against the server.
  private func failed(_ exchange: Exchange, _ end: ChannelEnd) {
    let isStale = isReused && !hasResponseBegun
    if !isStale { pool.noteFailure(of: member) }
    let failure: UpstreamFailure = end == .tlsFailed ? .tlsFailed : isConnecting ? .unreachable : .closed
    if isConnecting || isUnsent || !hasResponseBegun && exchange.head.method.isSafe {
      return pool.retry(exchange, failure, from: member, orThere: isStale)
    }
    pool.countFailure()
    exchange.fail(failure)
  }

  // MARK: Responses

  private func readResponse() {
    setDeadline(loop.now + pool.limits.idleTimeout)
    while let exchange, !inbound.isEmpty {
      let proceeds =
        switch phase {
        case .idle: false
        case .head: readHead(exchange)
        case .body(let length): readBody(exchange, length)
        }
      if !proceeds { return }
    }
  }

  private func readHead(_ exchange: Exchange) -> Bool {
    hasResponseBegun = true
    let inbound = inbound
    let progress = response.read(
      inbound.readable, toHead: exchange.head.method == .head, limits: pool.limits.head)
    switch progress {
    case .incomplete: return false
    case .invalid:
      broke(exchange)
      return false
    case .complete(let length):
      if response.status < 200 { return skipInterim(exchange, length) }
      hasAnswered = true
      pool.noteAnswer(response.status, of: member)
      exchange.relayHead(response, inbound.readable, now: loop.now)
      inbound.consume(length)
      decoder = ChunkedDecoder()
      phase = .body(response.bodyLength)
      if response.bodyLength == .none { finish(exchange) }
      return self.exchange != nil
    }
  }

  // 1xx: dropped, for we asked for none; 101 would be a change of protocol nobody agreed to.
  private func skipInterim(_ exchange: Exchange, _ length: Int) -> Bool {
    interimResponses += 1
    if response.status == 101 || interimResponses > Self.maximumInterimResponses {
      broke(exchange)
      return false
    }
    inbound.consume(length)
    return true
  }

  private func readBody(_ exchange: Exchange, _ length: BodyLength) -> Bool {
    let inbound = inbound
    switch length {
    case .none: return false
    case .untilClose:
      exchange.relay(inbound.readable)
      inbound.removeAll()
      return false
    case .exactly(let left):
      let count = min(left, inbound.count)
      exchange.relay(inbound.readable.extracting(0..<count))
      inbound.consume(count)
      if count < left {
        phase = .body(.exactly(left - count))
        return true
      }
      finish(exchange)
      return false
    case .chunked: return readChunk(exchange)
    }
  }

  private func readChunk(_ exchange: Exchange) -> Bool {
    let inbound = inbound
    switch decoder.next(inbound.readable) {
    case .skip(let count):
      inbound.consume(count)
      if case .end = decoder.next(Span()) {
        finish(exchange)
        return false
      }
      return true
    case .content(let count):
      exchange.relay(inbound.readable.extracting(0..<count))
      inbound.consume(count)
      return true
    case .end:
      finish(exchange)
      return false
    case .needsMore: return false
    case .invalid:
      broke(exchange)
      return false
    }
  }

  private func finish(_ exchange: Exchange) {
    release()
    // Bytes behind the response belong to nothing we asked for (a second response, perhaps): such a connection is not
    // used again, and neither is one that may still hold some.
    let isQuiet = inbound.isEmpty && !mayHoldMore
    if response.keepsAlive && isQuiet && outbound.isEmpty && !isSendingOver && !peerIsLeaving {
      pool.recycle(self)
    } else {
      close()
    }
    exchange.relayEnd()
  }

  private func broke(_ exchange: Exchange) {
    release()
    close()
    pool.noteFailure(of: member)
    pool.countFailure()
    exchange.fail(.malformedResponse)
  }
}
