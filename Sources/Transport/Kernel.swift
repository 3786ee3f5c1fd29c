import CLinux
import Glibc

/// What a non-blocking read or write came to.
enum Transfer: Equatable {
  case bytes(Int)
  /// The peer has sent all it will send (reads only).
  case end
  /// Nothing now; the poller will say when.
  case wouldBlock
  case failed(Int32)
}

/// The system calls of one loop's sockets, each with EINTR handled; every socket of the data plane passes through here.
///
/// A class, so that a test can play the kernel: no subclass is in the product, so an optimised build calls each method
/// directly. The overridable calls answer as the kernel does, with a count or the error number negated.
class Kernel {
  private let poller = Poller()

  init() {}

  // MARK: The calls themselves

  func receiveOnce(_ descriptor: Int32, into target: UnsafeMutableRawPointer, _ room: Int) -> Int {
    let count = unsafe recv(descriptor, target, room, 0)
    return count < 0 ? -Int(errno) : count
  }

  /// As `receiveOnce`, but what is read stays where it is.
  func peekOnce(_ descriptor: Int32, into target: UnsafeMutableRawPointer, _ room: Int) -> Int {
    let count = unsafe recv(descriptor, target, room, Int32(MSG_PEEK))
    return count < 0 ? -Int(errno) : count
  }

  func sendOnce(_ descriptor: Int32, _ source: UnsafeRawPointer, _ count: Int) -> Int {
    let sent = unsafe Glibc.send(descriptor, source, count, Int32(MSG_NOSIGNAL))
    return sent < 0 ? -Int(errno) : sent
  }

  func acceptOnce(_ listener: Int32, _ peer: inout sockaddr_storage) -> Int32 {
    let descriptor = unsafe countersign_accept(listener, &peer)
    return descriptor < 0 ? -errno : descriptor
  }

  func socket(family: Int32) -> Int32 {
    let descriptor = Self.socket(family: family)
    return descriptor < 0 ? -errno : descriptor
  }

  func connectOnce(_ descriptor: Int32, to address: SocketAddress) -> Int32 {
    let result = unsafe address.withSockaddr { pointer, length in unsafe Glibc.connect(descriptor, pointer, length) }
    return result < 0 ? -errno : 0
  }

  /// The error a connection attempt ended with, 0 for none.
  func pendingError(_ descriptor: Int32) -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    let result = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &length)
    return result == 0 ? value : errno
  }

  func finishSending(_ descriptor: Int32) {
    _ = shutdown(descriptor, Int32(SHUT_WR))
  }

  func close(_ descriptor: Int32) { Self.close(descriptor) }

  // MARK: Readiness and time

  /// Begins to watch; false when the kernel refuses (no memory, too many watches).
  func watch(_ descriptor: Int32, token: UInt64, interest: Interest) -> Bool {
    poller.add(descriptor, token: token, interest: interest)
  }

  /// Watches no longer, though the descriptor stays open.
  func unwatch(_ descriptor: Int32) { poller.remove(descriptor) }

  /// Waits at most `milliseconds`; the number of events that `event(_:)` then holds.
  func wait(milliseconds: Int32) -> Int { poller.wait(milliseconds: milliseconds) }

  func event(_ index: Int) -> (token: UInt64, readiness: Readiness) { poller.event(index) }

  func monotonic() -> UInt64 { Clock.monotonic() }

  func realtime() -> UInt64 { Clock.realtime() }

  // MARK: For channels and listeners

  final func receive(_ descriptor: Int32, into target: UnsafeMutableRawPointer, _ room: Int) -> Transfer {
    while true {
      let count = unsafe receiveOnce(descriptor, into: target, room)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      if count == -Int(EINTR) { continue }
      return count == -Int(EAGAIN) ? .wouldBlock : .failed(Int32(-count))
    }
  }

  final func send(_ descriptor: Int32, _ source: UnsafeRawPointer, _ count: Int) -> Transfer {
    while true {
      let sent = unsafe sendOnce(descriptor, source, count)
      if sent >= 0 { return .bytes(sent) }
      if sent == -Int(EINTR) { continue }
      return sent == -Int(EAGAIN) ? .wouldBlock : .failed(Int32(-sent))
    }
  }

  /// A new connection's descriptor (non-blocking, close-on-exec), or the error number negated.
  final func accept(_ listener: Int32, _ peer: inout sockaddr_storage) -> Int32 {
    while true {
      let descriptor = acceptOnce(listener, &peer)
      if descriptor != -EINTR && descriptor != -ECONNABORTED { return descriptor }
    }
  }

  /// Begins to connect; 0 when the connection stands or is under way, else the error number.
  final func connect(_ descriptor: Int32, to address: SocketAddress) -> Int32 {
    let result = connectOnce(descriptor, to: address)
    return result == -EINPROGRESS || result == -EINTR ? 0 : -result
  }
}

/// What needs no loop: for setting up and tearing down.
extension Kernel {
  static func socket(family: Int32) -> Int32 {
    Glibc.socket(family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
  }

  /// A descriptor that stands for nothing but its place; -1 where there is none.
  static func reserve() -> Int32 { eventfd(0, Int32(EFD_CLOEXEC)) }

  static func setOption(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
    var value = value
    // A refused option (TCP_NODELAY on a Unix socket) costs speed, never correctness.
    unsafe _ = setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  static func close(_ descriptor: Int32) {
    _ = Glibc.close(descriptor)
  }
}
