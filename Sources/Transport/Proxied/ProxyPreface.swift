import Bytes
import Glibc

/// A connection of which only a proxy's header is awaited; what follows the header stays in the socket.
public final class ProxyPreface: EventSource {
  /// How the wait ended.
  public enum End: Sendable {
    /// The header is off the connection, whose descriptor is handed over.
    case complete(ProxyHeader, descriptor: Int32)
    /// What came is no header that says who the client is; the connection is closed.
    case malformed
    /// Nothing, or not enough, came before the deadline or the end; the connection is closed.
    case missing
  }

  private let ended: (ProxyPreface, End) -> Void

  /// Takes over a connected socket until `ended`, called once. Nil (and the socket closed) when the kernel cannot watch
  /// it.
  public init?(
    loop: EventLoop, descriptor: Int32, deadline: UInt64, ended: @escaping (ProxyPreface, End) -> Void
  ) {
    self.ended = ended
    super.init(loop: loop, descriptor: descriptor)
    guard loop.register(self, interest: .stream) else {
      kernel.close(descriptor)
      self.descriptor = -1
      return nil
    }
    setDeadline(deadline)
  }

  override func ready(_ readiness: Readiness) {
    if isClosed { return }
    var progress = ProxyHeader.Progress.incomplete
    var count = 0
    let (kernel, descriptor) = (kernel, descriptor)
    unsafe withUnsafeTemporaryAllocation(byteCount: ProxyHeader.maximumLength, alignment: 8) { room in
      guard let base = room.baseAddress else { return }
      repeat { count = unsafe kernel.peekOnce(descriptor, into: base, room.count) } while count == -Int(EINTR)
      if count <= 0 { return }
      let bytes = unsafe Span<UInt8>(
        _unsafeStart: UnsafePointer(base.assumingMemoryBound(to: UInt8.self)), count: count)
      progress = ProxyHeader.read(bytes)
      // Off the connection: what is peeked at is there, so this reads all of it.
      if case .complete(let header) = progress { _ = unsafe kernel.receiveOnce(descriptor, into: base, header.length) }
    }
    switch progress {
    case .complete(let header): handOver(header)
    case .invalid: end(.malformed)
    case .incomplete:
      let isOver = count != -Int(EAGAIN) && count <= 0 || !readiness.isDisjoint(with: [.peerFinished, .failed])
      if isOver { end(.missing) }
    }
  }

  /// Too late.
  public override func deadlinePassed() { end(.missing) }

  private func handOver(_ header: ProxyHeader) {
    let connection = descriptor
    setDeadline(0)
    kernel.unwatch(connection)
    descriptor = -1
    loop.bury(self)
    ended(self, .complete(header, descriptor: connection))
  }

  private func end(_ end: End) {
    guard !isClosed else { return }
    setDeadline(0)
    kernel.close(descriptor)
    descriptor = -1
    loop.bury(self)
    ended(self, end)
  }
}
