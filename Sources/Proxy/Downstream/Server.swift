import Bytes
public import Transport

/// One loop's front door: accepts connections, lends them exchanges, counts, drains.
public final class Server {
  /// The loop whose thread everything here runs on.
  public let loop: EventLoop
  /// What a client may take.
  public private(set) var limits: ServerLimits
  /// Connections refused because the loop holds as many as it may.
  public private(set) var refusedConnections = 0
  /// Connections accepted so far.
  public private(set) var acceptedConnections = 0
  public private(set) var isDraining = false

  /// Called for each connection that TLS was not agreed on.
  public var tlsFailed: ((TLSFailure, SocketAddress) -> Void)?

  private var tls: TLSServer?
  private let makeExchange: (Server) -> Exchange
  private var listeners: [Listener] = []
  private var connections: [SourceToken: Downstream] = [:]
  private var spareExchanges: [Exchange] = []
  private var bufferedBodyBytes = 0
  private var drained: (() -> Void)?

  /// The most exchanges kept for reuse.
  static let maximumSpareExchanges = 256

  public init(loop: EventLoop, limits: ServerLimits, tls: TLSServer?, makeExchange: @escaping (Server) -> Exchange) {
    self.loop = loop
    self.limits = limits
    self.tls = tls
    self.makeExchange = makeExchange
  }

  /// New limits, and certificates for new connections; those that are open keep the session they have.
  public func adopt(limits: ServerLimits, tls: TLSServer?) {
    self.limits = limits
    self.tls = tls
  }

  /// Connections open now.
  public var connectionCount: Int { connections.count }

  /// Memory that the buffers of all connections hold now, in bytes; walks them all.
  public var bufferBytes: Int {
    connections.values.reduce(0) { $0 + $1.inbound.allocatedBytes + $1.outbound.allocatedBytes }
  }

  /// Shows every connection that is open now.
  public func visitConnections(_ visit: (Downstream) -> Void) {
    for connection in connections.values { visit(connection) }
  }

  /// Begins to accept on a listening socket; false (and the socket closed) when the kernel cannot watch it.
  @discardableResult
  public func listen(_ descriptor: Int32) -> Bool {
    let listener = Listener(loop: loop, descriptor: descriptor) { [unowned self] descriptor, peer in
      accept(descriptor, peer)
    }
    if let listener { listeners.append(listener) }
    return listener != nil
  }

  /// Stops accepting, closes idle connections, lets the others finish within the drain time-out, then calls `done`.
  public func drain(_ done: @escaping () -> Void) {
    guard !isDraining else { return }
    isDraining = true
    drained = done
    for listener in listeners { listener.close() }
    listeners = []
    let deadline = loop.now + limits.drainTimeout
    for connection in Array(connections.values) { connection.drain(deadline) }
    if connections.isEmpty { finishDraining() }
  }

  private func accept(_ descriptor: Int32, _ peer: SocketAddress) {
    if connections.count >= limits.connections {
      refusedConnections += 1
      loop.close(descriptor)
      return
    }
    let session = tls?.makeSession()
    if tls != nil && session == nil {
      loop.close(descriptor)
      return
    }
    guard let connection = Downstream(server: self, descriptor: descriptor, peer: peer, tls: session) else { return }
    acceptedConnections += 1
    connections[connection.token] = connection
  }

  // MARK: For connections

  func ended(_ connection: Downstream) {
    connections[connection.token] = nil
    if isDraining && connections.isEmpty { finishDraining() }
  }

  private func finishDraining() {
    drained?()
    drained = nil
  }

  func lendExchange() -> Exchange {
    spareExchanges.popLast() ?? makeExchange(self)
  }

  func takeBack(_ exchange: Exchange) {
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
