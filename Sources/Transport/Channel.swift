public import Bytes
import CLinux
import Glibc

/// Why a channel closed.
public enum ChannelEnd: Equatable, Sendable {
  /// This side closed it.
  case closed
  /// The peer ended the connection.
  case peerClosed
  /// The connection broke; the error number.
  case failed(Int32)
  /// TLS could not be agreed or was violated.
  case tlsFailed
}

/// One stream connection of a loop: what arrived, what is to be sent, back-pressure and close. Subclasses speak a
/// protocol.
///
/// Edge-triggered: a read that does not fill the room has drained the socket, so a request costs one receive.
open class Channel: EventSource {
  /// What arrived and was not yet taken.
  public final let inbound = ByteBuffer()
  /// What is to be sent.
  public final let outbound = ByteBuffer()
  /// Whether the peer said that it will send no more (or is gone).
  public private(set) final var peerHasFinished = false
  /// Whether the connection attempt is still under way.
  public private(set) final var isConnecting = false

  /// The TLS session over this connection, where there is one.
  public private(set) final var tls: TLSSession?
  private final var canRead = false
  private final var canWrite = true
  private final var isPaused = false
  private final var isEnqueued = false
  /// Whether `flushSoon` was called in this turn.
  public private(set) final var isFlushPending = false

  /// The room offered to one read, in bytes.
  public static let readSize = 16 * 1024
  /// The most reads a channel takes before others have their turn.
  static let readsPerTurn = 8

  /// Takes over a connected or connecting socket. Nil (and the socket closed) when the kernel cannot watch it.
  public init?(loop: EventLoop, descriptor: Int32, isConnecting: Bool, tls: TLSSession?) {
    self.isConnecting = isConnecting
    self.tls = tls
    super.init(loop: loop, descriptor: descriptor)
    canWrite = !isConnecting
    Kernel.setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    tls?.attach(descriptor, kernel)
    if !loop.register(self, interest: .stream) {
      kernel.close(descriptor)
      self.descriptor = -1
      return nil
    }
  }

  // MARK: For the protocol above

  /// Bytes were added to `inbound`.
  open func bytesReceived() {}

  /// The connection attempt succeeded.
  open func connected() {}

  /// The peer will send no more. Called once, after the bytes before it; the channel is still open for sending.
  open func peerFinished() { close(.peerClosed) }

  /// Whether `peerFinished` is called also while reading is paused, before what the peer sent last has been read.
  open var heedsEndWhilePaused: Bool { false }

  /// Sending failed, which often is seen before what the peer said last has been read; closes unless overridden.
  open func sendingFailed(_ end: ChannelEnd) { close(end) }

  /// TLS could not be agreed or was violated; closes unless overridden.
  open func tlsFailed(_ failure: TLSFailure) { close(.tlsFailed) }

  /// Everything in `outbound` has been handed to the kernel. Called only after a flush that could not send all at once.
  open func outboundDrained() {}

  /// What `flushSoon` put off was done, as far as the socket took it.
  open func flushed() {}

  /// The channel is closed; called exactly once.
  open func closed(_ end: ChannelEnd) {}

  /// Sends as much of `outbound` as the socket takes; the rest goes when it can.
  public final func flush() {
    guard !isClosed, canWrite else { return }
    while !outbound.isEmpty {
      switch transferOut() {
      case .bytes(let count): outbound.consume(count)
      case .wouldBlock, .end:
        canWrite = false
        return
      case .failed(let error):
        sendingFailed(end(error))
        return
      }
    }
    // The block goes to whoever writes next, while it is in the cache.
    outbound.releaseIfEmpty()
  }

  /// Sends at the end of the loop's turn, with what other channels have to send; `flushed` is called then.
  public final func flushSoon() {
    if isFlushPending || isClosed { return }
    isFlushPending = true
    loop.sendSoon(self)
  }

  final func sendNow() {
    isFlushPending = false
    flush()
    if !isClosed { flushed() }
  }

  /// Drops what was not sent and sends no more; reads what the peer said before it left.
  public final func giveUpSending() {
    outbound.removeAll()
    canWrite = false
    canRead = true
    enqueue()
  }

  private final func end(_ error: Int32) -> ChannelEnd {
    tls != nil && error == EPROTO ? .tlsFailed : .failed(error)
  }

  /// Whether the peer has not yet agreed on TLS.
  public final var isShakingHands: Bool { tls.map { !$0.isEstablished } ?? false }

  /// Whether the peer's end came without the word that TLS demands, so that the last of what it sent may be missing.
  public final var wasCutOff: Bool { tls?.wasCutOff ?? false }

  /// Goes on without TLS, so that what a peer still sends can be dropped after a handshake that failed.
  public final func abandonTLS() { tls = nil }

  /// Stops reading until `resumeReading`, so that the peer has to wait.
  public final func pauseReading() { isPaused = true }

  /// Reads on, from the next turn of the loop.
  public final func resumeReading() {
    guard isPaused else { return }
    isPaused = false
    if canRead { enqueue() }
  }

  /// Asks for another turn with what is already in `inbound` or the socket.
  public final func enqueue() {
    if isEnqueued || isClosed { return }
    isEnqueued = true
    loop.enqueue(self)
  }

  /// Ends the sending direction after what was flushed; the peer sees the end of the stream.
  public final func finishSending() {
    guard !isClosed else { return }
    tls?.sendCloseNotify()
    kernel.finishSending(descriptor)
  }

  /// Closes at once; what is not yet sent is lost.
  public final func close(_ end: ChannelEnd = .closed) {
    guard !isClosed else { return }
    setDeadline(0)
    // Also where the peer said it first: each side ends its own direction (RFC 8446, 6.1).
    if end == .closed || end == .peerClosed && !wasCutOff { tls?.sendCloseNotify() }
    kernel.close(descriptor)
    descriptor = -1
    loop.bury(self)
    closed(end)
  }

  // MARK: From the loop

  final override func ready(_ readiness: Readiness) {
    isEnqueued = false
    if isConnecting {
      finishConnecting(readiness)
      if isConnecting || isClosed { return }
    }
    note(readiness)
    if !outbound.isEmpty && canWrite {
      flush()
      if isClosed { return }
      if outbound.isEmpty { outboundDrained() }
    }
    if canRead && !isPaused && !isClosed { receive() }
    if endIsNear && isPaused && !isClosed && !peerHasFinished && heedsEndWhilePaused {
      peerHasFinished = true
      peerFinished()
    }
  }

  private final func note(_ readiness: Readiness) {
    if !readiness.isDisjoint(with: [.readable, .peerFinished, .failed]) { canRead = true }
    if !readiness.isDisjoint(with: [.writable, .failed]) { canWrite = true }
    if readiness.contains(.peerFinished) { endIsNear = true }
    // A TLS record may have to be read before one can be written, and the other way round.
    if let tls, !readiness.isEmpty {
      tls.becameReady(endIsNear: endIsNear)
      canRead = true
      canWrite = true
    }
  }

  private final func finishConnecting(_ readiness: Readiness) {
    if readiness.isDisjoint(with: [.writable, .failed]) { return }
    let error = kernel.pendingError(descriptor)
    if error != 0 {
      close(.failed(error))
      return
    }
    isConnecting = false
    canWrite = true
    connected()
    if !isClosed { flush() }
  }

  // Set when the poller saw the peer's end: a short read then has not drained the socket, for the end is still to be
  // read.
  private final var endIsNear = false

  /// Whether the peer's end was seen, whether or not all before it has been read.
  public final var peerIsLeaving: Bool { endIsNear || peerHasFinished }

  /// Whether the socket may hold bytes that were not received: the last read did not drain it.
  public final var mayHoldMore: Bool { canRead }

  private final func receive() {
    for _ in 0..<Self.readsPerTurn {
      var isDrained = false
      switch transferIn(&isDrained) {
      case .bytes:
        if isDrained && !endIsNear { canRead = false }
        bytesReceived()
      case .wouldBlock:
        canRead = false
      case .end:
        canRead = false
        if !peerHasFinished {
          peerHasFinished = true
          peerFinished()
        }
      case .failed(let error):
        if let failure = tls?.failure { tlsFailed(failure) } else { close(end(error)) }
      }
      if isClosed || !canRead || isPaused { return }
    }
    enqueue()
  }

  private final func transferIn(_ isDrained: inout Bool) -> Transfer {
    var result = Transfer.wouldBlock
    var drained = false
    let descriptor = descriptor
    let tls = tls
    let kernel = kernel
    let filled = unsafe inbound.write(atLeast: Self.readSize) { target, room in
      if let tls {
        result = unsafe tls.read(into: target, room)
        if case .bytes = result { drained = !tls.mayHaveMore }
      } else {
        result = unsafe kernel.receive(descriptor, into: target, room)
        if case .bytes(let count) = result { drained = count < room }
      }
      if case .bytes(let count) = result { return count }
      return 0
    }
    if filled == 0 && inbound.isEmpty { inbound.releaseIfEmpty() }
    isDrained = drained
    return result
  }

  private final func transferOut() -> Transfer {
    let descriptor = descriptor
    let tls = tls
    let kernel = kernel
    return unsafe outbound.withUnsafeReadable { source, count in
      if let tls { return unsafe tls.write(from: source, count) }
      return unsafe kernel.send(descriptor, source, count)
    }
  }
}
