import CLinux
import Glibc

/// Accepts connections on one loop and hands each to its owner.
public final class Listener: EventSource {
  /// The most connections accepted before others have their turn.
  static let acceptsPerTurn = 64
  /// How long no connection is accepted after the process ran out of descriptors.
  static let pauseAfterExhaustion = 100 * Nanoseconds.perMillisecond

  private let accepted: (Int32, SocketAddress) -> Void
  private var isWaiting = false

  /// Takes over a listening socket; `accepted` owns each descriptor it is given. Nil (and the socket closed) when the
  /// kernel cannot watch it.
  public init?(loop: EventLoop, descriptor: Int32, accepted: @escaping (Int32, SocketAddress) -> Void) {
    self.accepted = accepted
    super.init(loop: loop, descriptor: descriptor)
    if !loop.register(self, interest: .accept) {
      kernel.close(descriptor)
      self.descriptor = -1
      return nil
    }
  }

  /// Stops listening; connections already accepted go on.
  public func close() {
    guard !isClosed else { return }
    setDeadline(0)
    kernel.close(descriptor)
    descriptor = -1
    loop.bury(self)
  }

  override func ready(_ readiness: Readiness) {
    if isWaiting { return }
    for _ in 0..<Self.acceptsPerTurn {
      var peer = sockaddr_storage()
      let connection = kernel.accept(descriptor, &peer)
      if connection >= 0 {
        accepted(connection, SocketAddress(peer))
        if isClosed { return }
        continue
      }
      if connection == -EAGAIN { return }
      // Out of descriptors or memory: accepting again at once would spin, for the connection stays in the queue.
      isWaiting = true
      setDeadline(loop.now + Self.pauseAfterExhaustion)
      return
    }
    loop.enqueue(self)
  }

  /// The pause after exhaustion is over: accepts again.
  public override func deadlinePassed() {
    isWaiting = false
    ready([])
  }
}
