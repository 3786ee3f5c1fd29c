public import Transport

/// One loop's connections to one upstream: used again while they live, at most so many, exchanges waiting in line
/// beyond it.
public final class UpstreamPool {
  /// Where the connections lead.
  public let target: UpstreamTarget
  let loop: EventLoop
  private var idle: [Upstream] = []
  private var waiting: [Exchange] = []
  /// Connections that stand or are being made.
  public private(set) var connectionCount = 0
  /// Exchanges that failed for want of a connection or a sound answer.
  public private(set) var failures = 0
  private var isRetired = false

  /// How often one exchange is tried where nothing of it can have reached the upstream.
  static let maximumAttempts = 3

  public init(loop: EventLoop, target: UpstreamTarget) {
    self.loop = loop
    self.target = target
  }

  /// Finds a connection for an exchange: the one used last, a new one, or a place in line.
  func serve(_ exchange: Exchange) {
    if let upstream = takeIdle() { return upstream.begin(exchange) }
    if connectionCount < target.limits.connections { return connect(exchange) }
    if waiting.count < target.limits.waiting { return waiting.append(exchange) }
    failures += 1
    exchange.fail(.tooBusy)
  }

  private func takeIdle() -> Upstream? {
    while let upstream = idle.popLast() {
      if !upstream.isClosed && !upstream.peerIsLeaving { return upstream }
    }
    return nil
  }

  private func connect(_ exchange: Exchange) {
    guard !target.addresses.isEmpty else { return failed(exchange, .unreachable) }
    let address = target.addresses[exchange.attempts % target.addresses.count]
    exchange.attempts += 1
    var session: TLSSession?
    if let tls = target.tls {
      session = tls.makeSession(host: target.tlsHost)
      if session == nil { return failed(exchange, .tlsFailed) }
    }
    guard case .success(let descriptor) = loop.connect(to: address),
      let upstream = Upstream(pool: self, descriptor: descriptor, tls: session)
    else { return retry(exchange, .unreachable) }
    connectionCount += 1
    upstream.begin(exchange)
  }

  /// Another try where nothing was sent, as often as allowed.
  func retry(_ exchange: Exchange, _ failure: UpstreamFailure) {
    exchange.upstream = nil
    if exchange.attempts < min(Self.maximumAttempts, max(2, target.addresses.count)) {
      connect(exchange)
    } else {
      failed(exchange, failure)
    }
  }

  private func failed(_ exchange: Exchange, _ failure: UpstreamFailure) {
    failures += 1
    exchange.fail(failure)
  }

  func noteFailure() { failures += 1 }

  /// The upstream is no longer configured so: what is under way goes on, and no connection outlives its exchange.
  public func retire() {
    isRetired = true
    let unused = idle
    idle = []
    for upstream in unused { upstream.close() }
  }

  /// A connection is free: the next in line has it, or it waits.
  func recycle(_ upstream: Upstream) {
    if let next = takeWaiting() { return upstream.begin(next) }
    if isRetired { return upstream.close() }
    idle.append(upstream)
    upstream.waitForWork(until: loop.now + target.limits.keepAliveTimeout)
  }

  /// A connection is gone.
  func ended(_ upstream: Upstream) {
    connectionCount -= 1
    if let index = idle.firstIndex(where: { $0 === upstream }) { idle.remove(at: index) }
    // More than one: where a connection cannot even be begun, nobody else would wake the next in line.
    while connectionCount < target.limits.connections, let next = takeWaiting() { connect(next) }
  }

  private func takeWaiting() -> Exchange? {
    waiting.isEmpty ? nil : waiting.removeFirst()
  }

  /// An exchange ended while it may have been in line.
  func forget(_ exchange: Exchange) {
    if waiting.isEmpty { return }
    waiting.removeAll { $0 === exchange }
  }
}
