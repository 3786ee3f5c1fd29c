import Glibc

@testable import Transport

/// A stream socket of the gateway whose other end is played by a test: what has arrived, what was sent, how it ended.
final class ScriptedSocket: CustomStringConvertible {
  enum Standing {
    case connecting
    case refused(Int32)
    case connected
  }

  let descriptor: Int32
  /// How many bytes fit on the way to the peer.
  let window: Int
  var standing: Standing
  /// Bytes from the peer, not yet received by the gateway.
  var arrived = ByteQueue()
  /// Whether the peer's end of the stream has arrived behind them.
  private(set) var peerHasFinished = false
  /// The reset that has arrived, 0 for none, and whether the gateway has been told.
  private(set) var reset: Int32 = 0
  var resetIsTold = false
  /// Bytes from the gateway, not yet taken by the peer.
  var sent = ByteQueue()
  var gatewayHasFinished = false
  private(set) var gatewayHasClosed = false
  /// Whether the gateway was told that nothing more fits.
  var wantsRoom = false
  var token: UInt64?
  var hasEdge = false
  /// Whether the peer has closed its side altogether, so that what is sent now comes back as a reset.
  private(set) var peerIsGone = false

  init(descriptor: Int32, window: Int, standing: Standing) {
    self.descriptor = descriptor
    self.window = window
    self.standing = standing
  }

  var description: String {
    let peer = (peerHasFinished ? " end" : "") + (reset == 0 ? "" : " reset")
    let gateway = (gatewayHasFinished ? " end" : "") + (gatewayHasClosed ? " closed" : "")
    return "[arrived \(arrived.count)\(peer), sent \(sent.count)/\(window)\(gateway)\(hasEdge ? " edge" : "")]"
  }

  // MARK: For the peer

  func deliver(_ bytes: [UInt8]) {
    if gatewayHasClosed {
      // What is sent to a closed socket is answered by a reset, which overtakes what was still under way.
      sent.removeAll()
      return
    }
    arrived.append(bytes)
    hasEdge = true
  }

  func finish() {
    if peerHasFinished { return }
    peerHasFinished = true
    hasEdge = true
  }

  func leave() {
    finish()
    peerIsGone = true
  }

  func abort() {
    reset = ECONNRESET
    peerHasFinished = true
    peerIsGone = true
    hasEdge = true
  }

  func take(_ count: Int) -> [UInt8] {
    let bytes = sent.take(count)
    // The kernel speaks up once a good part of the buffer is free.
    if wantsRoom && sent.count <= window * 2 / 3 {
      wantsRoom = false
      hasEdge = true
    }
    return bytes
  }

  /// Whether the peer, having taken everything, sees the end.
  var endIsVisible: Bool { sent.isEmpty && (gatewayHasFinished || gatewayHasClosed) }

  func settleConnection(_ error: Int32) {
    standing = error == 0 ? .connected : .refused(error)
    hasEdge = true
  }

  // MARK: For the kernel

  // As numbers: sets of options are slow in a build without optimisation, and this is asked all the time.
  private static let readable = Readiness.readable.rawValue
  private static let writable = Readiness.writable.rawValue
  private static let peerFinished = Readiness.peerFinished.rawValue
  private static let failed = Readiness.failed.rawValue

  func closedByGateway() {
    gatewayHasClosed = true
    // Closing over unread bytes is a reset: what was still under way is lost.
    if !arrived.isEmpty { sent.removeAll() }
  }

  /// What the poller says of the socket now.
  var level: Readiness {
    switch standing {
    case .connecting: return []
    case .refused: return [.failed, .writable, .readable]
    case .connected: break
    }
    var bits: UInt32 = 0
    if !arrived.isEmpty || peerHasFinished { bits |= Self.readable }
    if peerHasFinished { bits |= Self.peerFinished }
    if sent.count < window { bits |= Self.writable }
    if reset != 0 || peerHasFinished && gatewayHasFinished { bits |= Self.failed }
    return Readiness(rawValue: bits)
  }
}
