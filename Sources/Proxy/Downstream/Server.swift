import Bytes
public import Transport

/// One loop's front door: accepts connections, lends them exchanges, counts, drains.
public final class Server {
  /// The loop whose thread everything here runs on.
  public let loop: EventLoop
  /// What a client may take.
  public private(set) var limits: ServerLimits
  /// Connections accepted so far.
  public private(set) var acceptedConnections = 0
  /// Requests being served now.
  public private(set) var requestsInFlight = 0
  public private(set) var isDraining = false

  /// Called for each connection that TLS was not agreed on.
  public var tlsFailed: ((TLSFailure, IPAddress) -> Void)?

  private let tally: ConnectionTally
  private var tls: TLSServer?
  private let makeExchange: (Server) -> Exchange
  private var listeners: [Listener] = []
  private var prefaces: [SourceToken: ProxyPreface] = [:]
  private var connections: [SourceToken: Downstream] = [:]
  private var refusals = [Int](repeating: 0, count: ConnectionRefusal.allCases.count)
  private let refusalAnswers = ConnectionRefusal.allCases.map(\.answer)
  private var spareExchanges: [Exchange] = []
  private var bufferedBodyBytes = 0
  private var drainDeadline: UInt64 = 0
  private var drained: (() -> Void)?

  /// The most exchanges kept for reuse.
  static let maximumSpareExchanges = 256

  /// `tally` counts the connections of all servers that share its limits.
  public init(
    loop: EventLoop, limits: ServerLimits, tls: TLSServer?, tally: ConnectionTally = ConnectionTally(),
    makeExchange: @escaping (Server) -> Exchange
  ) {
    self.loop = loop
    self.limits = limits
    self.tls = tls
    self.tally = tally
    self.makeExchange = makeExchange
  }

  /// New limits, and certificates for new connections; those that are open keep the session they have.
  public func adopt(limits: ServerLimits, tls: TLSServer?) {
    self.limits = limits
    self.tls = tls
    // They know what was in force when they were last used.
    spareExchanges.removeAll()
  }

  /// Connections open now, those included of which a proxy's header is awaited.
  public var connectionCount: Int { connections.count + prefaces.count }

  /// Memory that the buffers of all connections hold now, in bytes; walks them all.
  public var bufferBytes: Int {
    connections.values.reduce(0) { $0 + $1.inbound.allocatedBytes + $1.outbound.allocatedBytes }
  }

  /// Connections ended for a reason before a request was read from them.
  public func refusedConnections(_ reason: ConnectionRefusal) -> Int { refusals[reason.rawValue] }

  /// Shows every connection that is open now.
  public func visitConnections(_ visit: (Downstream) -> Void) {
    for connection in connections.values { visit(connection) }
  }

  /// Begins to accept on a listening socket; false (and the socket closed) when the kernel cannot watch it.
  ///
  /// With `proxied`, a trusted proxy says in front of each connection whose it is, and nobody else may connect.
  @discardableResult
  public func listen(_ descriptor: Int32, proxied: Bool = false) -> Bool {
    let listener = Listener(
      loop: loop, descriptor: descriptor,
      refused: { [unowned self] descriptor in refuse(descriptor, .noDescriptors) },
      accepted: { [unowned self] descriptor, peer in accept(descriptor, peer.address, proxied) })
    if let listener { listeners.append(listener) }
    return listener != nil
  }

  /// Stops accepting, ends idle connections after the grace, lets the others finish within the drain time-out, then
  /// calls `done`.
  public func drain(_ done: @escaping () -> Void) {
    guard !isDraining else { return }
    isDraining = true
    drained = done
    for listener in listeners { listener.close() }
    listeners = []
    drainDeadline = loop.now + limits.drainTimeout
    for preface in prefaces.values { preface.setDeadline(loop.now + limits.drainGrace + 1) }
    for connection in Array(connections.values) { connection.drain(drainDeadline) }
    finishDraining()
  }

  // MARK: Accepting

  private func accept(_ descriptor: Int32, _ peer: IPAddress, _ isProxied: Bool) {
    guard tally.enter(limit: limits.connections) else { return refuse(descriptor, .maxConnections) }
    acceptedConnections += 1
    if isProxied { awaitHeader(descriptor, peer) } else { admit(descriptor, peer) }
  }

  private func awaitHeader(_ descriptor: Int32, _ proxy: IPAddress) {
    guard limits.trustedProxies.contains(proxy) else {
      tally.leave(nil)
      return refuse(descriptor, .untrustedProxy)
    }
    let deadline = loop.now + limits.headTimeout
    let preface = ProxyPreface(loop: loop, descriptor: descriptor, deadline: deadline) { [unowned self] preface, end in
      prefaces[preface.token] = nil
      switch end {
      case .complete(let header, let descriptor): admit(descriptor, header.client ?? proxy)
      case .malformed: abandon(.malformedProxyHeader)
      case .missing: abandon(.missingProxyHeader)
      }
    }
    guard let preface else { return tally.leave(nil) }
    prefaces[preface.token] = preface
  }

  private func abandon(_ reason: ConnectionRefusal) {
    tally.leave(nil)
    refusals[reason.rawValue] += 1
    finishDraining()
  }

  // A trusted proxy's connections carry the requests of many clients, so they are not counted by address.
  private func admit(_ descriptor: Int32, _ address: IPAddress) {
    let isProxy = limits.trustedProxies.contains(address)
    let client = isProxy ? nil : ClientBlock(address)
    if let client, !tally.attribute(to: client, limit: limits.connectionsPerAddress) {
      tally.leave(nil)
      return refuse(descriptor, .maxConnectionsPerAddress)
    }
    let session = tls?.makeSession()
    guard tls == nil || session != nil else {
      tally.leave(client)
      return loop.close(descriptor)
    }
    let connection = Downstream(server: self, descriptor: descriptor, address: address, isProxy: isProxy, tls: session)
    guard let connection else { return tally.leave(client) }
    connections[connection.token] = connection
    if isDraining { connection.drain(drainDeadline) }
  }

  // Whoever speaks TLS is not told why: that would take a handshake, which is what a limit shall spare.
  private func refuse(_ descriptor: Int32, _ reason: ConnectionRefusal) {
    refusals[reason.rawValue] += 1
    loop.close(descriptor, saying: tls == nil ? refusalAnswers[reason.rawValue] : [])
  }

  // MARK: For connections

  func ended(_ connection: Downstream) {
    connections[connection.token] = nil
    tally.leave(connection.isProxy ? nil : ClientBlock(connection.address))
    finishDraining()
  }

  private func finishDraining() {
    guard isDraining, connections.isEmpty, prefaces.isEmpty else { return }
    drained?()
    drained = nil
  }

  func lendExchange() -> Exchange {
    requestsInFlight += 1
    return spareExchanges.popLast() ?? makeExchange(self)
  }

  func takeBack(_ exchange: Exchange) {
    requestsInFlight -= 1
    if spareExchanges.count < Self.maximumSpareExchanges { spareExchanges.append(exchange) }
  }

  /// Sets memory aside for a body; false when all bodies together would take more than allowed.
  func reserveBody(_ bytes: Int) -> Bool {
    guard bufferedBodyBytes + bytes <= limits.bufferedBodyBytes else { return false }
    bufferedBodyBytes += bytes
    return true
  }

  func releaseBody(_ bytes: Int) { bufferedBodyBytes -= bytes }
}
