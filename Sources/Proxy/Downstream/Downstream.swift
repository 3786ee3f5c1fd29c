import Bytes
import Glibc
import HTTP
public import Transport

/// One client's connection: HTTP/1.1 requests one after the other, each an exchange.
///
/// Not read while an exchange is under way (the client has to wait), but its end is seen at once: a client that leaves,
/// or only closes its sending side, cancels the upstream.
public final class Downstream: Channel {
  enum Phase {
    /// Between requests, or in the middle of a head.
    case head
    /// The body is being collected.
    case body
    /// The pipeline waits for a worker.
    case parked
    /// The response is under way.
    case responding
    /// Everything was sent; what the client still sends is dropped until it closes too.
    case lingering
  }

  /// The client's address: of the connection itself, or what a trusted proxy said in front of it.
  public let address: IPAddress
  /// The client's address as text, without its port.
  public let peerText: [UInt8]
  /// Whether the client is a trusted proxy, which says of each request whom it comes from.
  let isProxy: Bool
  let server: Server
  private(set) var phase = Phase.head
  /// The exchange under way.
  public private(set) var exchange: Exchange?
  /// Whether the connection lives on after the present response.
  private(set) var keepsAlive = true
  private var body = BodyCollector()
  private var isProcessing = false
  private var headBegan: UInt64 = 0
  /// When a connection that was told to stop ends at the latest; 0 where it was not.
  private(set) var drainDeadline: UInt64 = 0
  private var lingered = 0
  private var requestCount = 0
  // Whether no further request is read before the client has taken its answers.
  private var isHeldUp = false
  private var ids = RequestIDs()

  /// How long a closing connection is still read, for as much as a body may be: many clients send all they have before
  /// they look at the answer, which a reset would take away.
  static let lingerTime = 5 * Nanoseconds.perSecond

  /// For a client that speaks HTTP in the clear where TLS is spoken.
  static let answerInTheClear: StaticString = """
    HTTP/1.1 400 Bad Request\r
    content-type: text/plain\r
    content-length: 46\r
    connection: close\r
    \r
    This port speaks HTTPS; ask for an https URL.

    """

  init?(server: Server, descriptor: Int32, address: IPAddress, isProxy: Bool, tls: TLSSession?) {
    self.server = server
    self.address = address
    self.isProxy = isProxy
    peerText = address.text
    super.init(loop: server.loop, descriptor: descriptor, isConnecting: false, tls: tls)
    setDeadline(loop.now + server.limits.headTimeout)
  }

  // MARK: Events

  /// Bytes arrived: a head, a body, or what has to wait for the response under way.
  public override func bytesReceived() {
    switch phase {
    case .head: processRequests()
    case .body: collectBody()
    case .parked, .responding: pauseReading()
    case .lingering: dropInput()
    }
  }

  /// The client's end is seen also while a response is under way.
  public override var heedsEndWhilePaused: Bool { true }

  /// A client that will send no more has left: half-closed connections are not served.
  public override func peerFinished() {
    // It may still read what it asked for before.
    if isFlushPending { flush() }
    close(.peerClosed)
  }

  /// TLS was not agreed on: what the client still sends is dropped, so that it can read the alert before a reset.
  public override func tlsFailed(_ failure: TLSFailure) {
    server.tlsFailed?(failure, address)
    let isSpeakingHTTP = isShakingHands && failure.isPlainHTTP
    guard exchange == nil else { return close(.tlsFailed) }
    abandonTLS()
    outbound.removeAll()
    if isSpeakingHTTP {
      outbound.append(Self.answerInTheClear)
      flush()
    }
    if !isClosed { finishConnection() }
  }

  /// The client took everything: the upstream is read on.
  public override func outboundDrained() {
    switch phase {
    case .lingering: beginLingering()
    case .head: processRequests()
    case .body, .parked: break
    case .responding:
      exchange?.upstream?.continueReading()
      armResponseDeadline()
    }
  }

  /// What was to be sent at the end of the turn was, as far as the client took it.
  public override func flushed() {
    switch phase {
    case .lingering: if outbound.isEmpty { beginLingering() }
    case .head: if isHeldUp || !outbound.isEmpty { processRequests() }
    case .responding: exchange?.heedSlowness()
    case .body, .parked: break
    }
  }

  /// The connection is gone, and with it the exchange under way.
  public override func closed(_ end: ChannelEnd) {
    if isShakingHands, tls?.hasReceived == true, end == .peerClosed { server.tlsFailed?(.left, address) }
    if let exchange { finish(exchange, drainDeadline != 0 && end == .closed ? .drained : .clientLeft) }
    server.ended(self)
  }

  /// The phase's own deadline has passed.
  public override func deadlinePassed() {
    switch phase {
    case .head: headDeadlinePassed()
    case .body:
      if let exchange { exchange.refuse(.bodyTooSlow) }
    case .parked: close()
    case .responding: responseDeadlinePassed()
    case .lingering: close()
    }
  }

  /// Told to stop: an idle connection closes now, a busy one after its response or at the deadline.
  func drain(_ deadline: UInt64) {
    drainDeadline = deadline
    let grace = server.limits.drainGrace
    // A response that began before did not say that the connection ends: its client may send another request, which is
    // told so.
    if grace == 0 || (exchange?.status ?? 0) == 0 { keepsAlive = false }
    if phase == .head && inbound.isEmpty {
      // A request may be on its way: it is still answered, so that no client has to guess whether it was read.
      if grace > 0 { return setDeadline(limited(loop.now + grace)) }
      if outbound.isEmpty { close() } else { finishConnection() }
    } else if phase != .lingering || !outbound.isEmpty {
      setDeadline(deadline)
    }
  }

  // MARK: Requests

  private func processRequests() {
    if isProcessing { return }
    isProcessing = true
    while phase == .head, !isClosed, !inbound.isEmpty, !isFull {
      if !readHead() { break }
    }
    isProcessing = false
    if phase == .head && !isClosed { waitForHead() }
  }

  // Reads one head and starts its exchange; false when more bytes are needed.
  private func readHead() -> Bool {
    let exchange = server.lendExchange()
    let inbound = inbound
    switch exchange.head.read(inbound.readable, limits: server.limits.head) {
    case .incomplete:
      server.takeBack(exchange)
      return false
    case .complete(let length):
      begin(exchange, headLength: length)
      if isProxy && !exchange.readForwardedClient() {
        keepsAlive = false
        exchange.refuse(.malformedForwardedFor)
        return true
      }
      settle(exchange, exchange.headReceived())
    case .invalid(let error):
      begin(exchange, headLength: inbound.count)
      keepsAlive = false
      exchange.refuse(error)
    }
    return true
  }

  private func begin(_ exchange: Exchange, headLength: Int) {
    self.exchange = exchange
    headBegan = 0
    phase = .parked
    setDeadline(0)
    exchange.downstream = self
    exchange.headLength = headLength
    exchange.requestID = ids.next()
    exchange.startedAt = loop.now
    exchange.startedRealtime = loop.realtime
    let head = exchange.head
    requestCount += 1
    keepsAlive = head.keepsAlive && drainDeadline == 0 && requestCount < server.limits.requestsPerConnection
    let inbound = inbound
    exchange.path.append(inbound.readable.slice(head.path))
  }

  func proceed(_ exchange: Exchange, _ verdict: HeadVerdict) {
    guard self.exchange === exchange, phase == .parked else { return }
    settle(exchange, verdict)
    if phase == .head && !isClosed { processRequests() }
  }

  private func settle(_ exchange: Exchange, _ verdict: HeadVerdict) {
    switch verdict {
    case .settled: break
    case .parked:
      pauseReading()
      if drainDeadline != 0 { setDeadline(drainDeadline) }
    case .collectBody: beginBody(exchange)
    }
  }

  // MARK: Bodies

  private func beginBody(_ exchange: Exchange) {
    body.begin(exchange.head.bodyLength, at: exchange.headLength)
    if case .exactly(let count) = exchange.head.bodyLength, !reserve(exchange, count) { return }
    phase = .body
    if exchange.head.expectsContinue && body.isMissing(inbound.count) {
      outbound.append("HTTP/1.1 100 Continue\r\n\r\n")
      flush()
      if isClosed { return }
    }
    collectBody()
  }

  // Sets memory aside for `count` further bytes of the body.
  private func reserve(_ exchange: Exchange, _ count: Int) -> Bool {
    if exchange.reservedBody + count > server.limits.bodyBytes {
      refuse(exchange, .bodyTooLarge)
      return false
    }
    guard server.reserveBody(count) else {
      refuse(exchange, .noMemory)
      return false
    }
    exchange.reservedBody += count
    return true
  }

  private func refuse(_ exchange: Exchange, _ reason: TransportRefusal) {
    keepsAlive = false
    exchange.refuse(reason)
  }

  private func collectBody() {
    guard let exchange else { return }
    let progress = body.collect(inbound, into: exchange.decodedBody)
    if body.isDecoded && !reserve(exchange, exchange.decodedBody.count - exchange.reservedBody) { return }
    switch progress {
    case .needsMore:
      setDeadline(limited(bodyDeadline(exchange)))
      resumeReading()
    case .complete:
      exchange.isBodyDecoded = body.isDecoded
      exchange.bodyRange = body.range
      exchange.requestBytes = body.isDecoded ? exchange.decodedBody.count : body.range.count
      phase = .parked
      setDeadline(drainDeadline)
      pauseReading()
      exchange.bodyCollected()
      if phase == .head && !isClosed { processRequests() }
    case .invalid(let error):
      keepsAlive = false
      exchange.refuse(error)
    }
  }

  // A client that sends a byte now and then would otherwise hold its place for ever: once the time-out has passed since
  // the head, the body must have come at the least rate.
  private func bodyDeadline(_ exchange: Exchange) -> UInt64 {
    let limits = server.limits
    let received = body.isDecoded ? exchange.decodedBody.count : inbound.count - exchange.headLength
    let earned = UInt64(received) * Nanoseconds.perSecond / UInt64(limits.bodyRate)
    return min(loop.now, exchange.startedAt + earned) + limits.bodyTimeout
  }

  // MARK: Responses

  /// The exchange goes upstream; the client is not read until it is over.
  func beginResponse() {
    if let exchange, !isRequestComplete(exchange) { keepsAlive = false }
    phase = .responding
    pauseReading()
    armResponseDeadline()
  }

  /// An answer of our own is about to be written. A body that has not arrived in full is not waited for.
  func beginAnswer() {
    if let exchange, !isRequestComplete(exchange) { keepsAlive = false }
    phase = .responding
  }

  // Whether everything of the request is in `inbound`, so that the next request can be found behind it.
  private func isRequestComplete(_ exchange: Exchange) -> Bool {
    switch exchange.head.bodyLength {
    case .none: true
    case .exactly(let count): inbound.count - exchange.headLength >= count
    case .chunked, .untilClose: exchange.isBodyDecoded
    }
  }

  /// The response is complete (or as complete as it will be): the next request, or the end of the connection.
  func finishExchange(_ end: ExchangeEnd) {
    guard let exchange, !isClosed else { return }
    // Where the body was not read in full, nobody knows where the next request would begin.
    let livesOn = keepsAlive && isRequestComplete(exchange)
    let consumed = consumedBytes(exchange)
    finish(exchange, end)
    if livesOn {
      inbound.consume(consumed)
      phase = .head
      resumeReading()
      if !isProcessing { processRequests() }
    } else {
      finishConnection()
    }
  }

  // Nothing more is read; what is still to be sent is, and then the connection ends.
  private func finishConnection() {
    inbound.removeAll()
    phase = .lingering
    if outbound.isEmpty {
      beginLingering()
    } else {
      setDeadline(limited(loop.now + server.limits.sendTimeout))
    }
  }

  private func consumedBytes(_ exchange: Exchange) -> Int {
    switch exchange.head.bodyLength {
    case .exactly(let count): exchange.headLength + count
    case .none, .chunked, .untilClose: exchange.headLength
    }
  }

  /// Writes whether the connection lives on, where that is not what the client's version takes for granted.
  func writeConnection(isHTTP11: Bool) {
    if !keepsAlive {
      outbound.append("connection: close\r\n")
    } else if !isHTTP11 {
      outbound.append("connection: keep-alive\r\n")
    }
  }

  /// The connection ends with the present response.
  func closeAfterResponse() { keepsAlive = false }

  // The response ends without its end being marked, so that the client knows that it is not whole.
  func cut(_ end: ExchangeEnd) {
    if let exchange { finish(exchange, end) }
    keepsAlive = false
    phase = .lingering
    flush()
    // Not `.closed`: TLS would say that the response ends here as it should.
    close(.failed(ECONNABORTED))
  }

  private func finish(_ exchange: Exchange, _ end: ExchangeEnd) {
    self.exchange = nil
    if let upstream = exchange.upstream {
      exchange.upstream = nil
      upstream.abandon()
    }
    exchange.pool?.forget(exchange)
    server.releaseBody(exchange.reservedBody)
    exchange.reservedBody = 0
    exchange.ended(end)
    exchange.reset()
    server.takeBack(exchange)
  }

  // MARK: Deadlines

  // Whether so many answers wait for the client that no further request is read; a stream may hold that much itself.
  private var isFull: Bool { outbound.count > server.limits.outboundBytes }

  private func waitForHead() {
    isHeldUp = isFull
    if isFull {
      pauseReading()
      return setDeadline(limited(loop.now + server.limits.sendTimeout))
    }
    inbound.releaseIfEmpty()
    if inbound.isEmpty {
      headBegan = 0
      let pause = drainDeadline == 0 ? server.limits.idleTimeout : server.limits.drainGrace
      let isWaiting = !outbound.isEmpty && !isFlushPending
      setDeadline(limited(loop.now + (isWaiting ? server.limits.sendTimeout : pause)))
    } else {
      if headBegan == 0 { headBegan = loop.now }
      setDeadline(limited(headBegan + server.limits.headTimeout))
    }
    resumeReading()
  }

  private func headDeadlinePassed() {
    if isShakingHands { server.tlsFailed?(.timedOut, address) }
    if isFull || inbound.isEmpty && (drainDeadline != 0 || !outbound.isEmpty) {
      close()
    } else if !inbound.isEmpty {
      let exchange = server.lendExchange()
      let inbound = inbound
      _ = exchange.head.read(inbound.readable, limits: server.limits.head)
      begin(exchange, headLength: inbound.count)
      keepsAlive = false
      exchange.refuse(.headTooSlow)
    } else {
      close()
    }
  }

  // MARK: The end of the connection

  private func beginLingering() {
    finishSending()
    setDeadline(limited(loop.now + Self.lingerTime))
    resumeReading()
  }

  private func dropInput() {
    // The answer leaves before the connection may have to end.
    if isFlushPending { flush() }
    lingered += inbound.count
    inbound.removeAll()
    if lingered > server.limits.bodyBytes { close() }
  }
}
