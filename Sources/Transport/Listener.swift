import CLinux
import Glibc

/// Accepts connections on one loop and hands each to its owner.
///
/// A process without descriptors accepts nothing for two seconds and then refuses whoever waits: the descriptor in
/// reserve makes room for one of them at a time.
public final class Listener: EventSource {
  /// The most connections accepted, or refused, before others have their turn.
  static let acceptsPerTurn = 64
  /// How long no connection is accepted after the process ran out of descriptors.
  static let pauseAfterExhaustion = 100 * Nanoseconds.perMillisecond

  /// How many pauses in a row a client waits before it is refused: two seconds.
  static let patience = 20

  private let accepted: (Int32, SocketAddress) -> Void
  private let refused: ((Int32) -> Void)?
  private var isWaiting = false
  private var pauses = 0
  private var reserve: Int32

  /// Takes over a listening socket; `accepted` owns each descriptor it is given, and so does `refused`, which is called
  /// for want of descriptors. Nil (and the socket closed) when the kernel cannot watch it.
  public init?(
    loop: EventLoop, descriptor: Int32, refused: ((Int32) -> Void)? = nil,
    accepted: @escaping (Int32, SocketAddress) -> Void
  ) {
    self.accepted = accepted
    self.refused = refused
    reserve = Kernel.reserve()
    super.init(loop: loop, descriptor: descriptor)
    if !loop.register(self, interest: .accept) {
      kernel.close(descriptor)
      self.descriptor = -1
      return nil
    }
  }

  deinit {
    if reserve >= 0 { Kernel.close(reserve) }
  }

  /// Stops listening; connections already accepted go on.
  public func close() {
    guard !isClosed else { return }
    setDeadline(0)
    // Another process may hold the same socket; then closing alone would leave it in the poller.
    kernel.unwatch(descriptor)
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
        pauses = 0
        accepted(connection, SocketAddress(peer))
        if isClosed { return }
        continue
      }
      if connection == -EAGAIN { return }
      if !Self.isExhaustion(-connection) { continue }
      // Out of descriptors or memory: accepting again at once would spin, for the connection stays in the queue.
      isWaiting = true
      setDeadline(loop.now + Self.pauseAfterExhaustion)
      return
    }
    loop.enqueue(self)
  }

  // Every other error is that of the connection which would have been next (accept(2)).
  private static func isExhaustion(_ error: Int32) -> Bool {
    error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM
  }

  /// The pause after exhaustion is over: accepts again, or refuses those who have waited long enough.
  public override func deadlinePassed() {
    isWaiting = false
    pauses += 1
    ready([])
    if isWaiting && pauses >= Self.patience { refuseWaiting() }
  }

  // Another thread may take the place that the reserve leaves; the next pause tries again.
  private func refuseWaiting() {
    for _ in 0..<Self.acceptsPerTurn {
      if reserve >= 0 { Kernel.close(reserve) }
      var peer = sockaddr_storage()
      let connection = kernel.accept(descriptor, &peer)
      if connection >= 0, let refused { refused(connection) } else if connection >= 0 { kernel.close(connection) }
      reserve = Kernel.reserve()
      if connection < 0 || isClosed { return }
    }
  }
}
