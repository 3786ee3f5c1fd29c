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

/// The system calls of the data plane, each with EINTR handled; every socket of the product passes through this file.
enum Kernel {
  static func receive(_ descriptor: Int32, into target: UnsafeMutableRawPointer, _ room: Int) -> Transfer {
    while true {
      let count = unsafe recv(descriptor, target, room, 0)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .wouldBlock : .failed(errno)
    }
  }

  static func send(_ descriptor: Int32, _ source: UnsafeRawPointer, _ count: Int) -> Transfer {
    while true {
      let sent = unsafe Glibc.send(descriptor, source, count, Int32(MSG_NOSIGNAL))
      if sent >= 0 { return .bytes(sent) }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .wouldBlock : .failed(errno)
    }
  }

  /// A new connection's descriptor (non-blocking, close-on-exec), or the error number negated.
  static func accept(_ listener: Int32, _ peer: inout sockaddr_storage) -> Int32 {
    while true {
      let descriptor = unsafe countersign_accept(listener, &peer)
      if descriptor >= 0 { return descriptor }
      if errno == EINTR || errno == ECONNABORTED { continue }
      return -errno
    }
  }

  static func socket(family: Int32) -> Int32 {
    Glibc.socket(family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
  }

  /// Begins to connect; 0 when the connection stands or is under way, else the error number.
  static func connect(_ descriptor: Int32, to address: SocketAddress) -> Int32 {
    let result = unsafe address.withSockaddr { pointer, length in unsafe Glibc.connect(descriptor, pointer, length) }
    if result == 0 || errno == EINPROGRESS || errno == EINTR { return 0 }
    return errno
  }

  /// The error a connection attempt ended with, 0 for none.
  static func pendingError(_ descriptor: Int32) -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    let result = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &length)
    return result == 0 ? value : errno
  }

  static func setOption(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
    var value = value
    // A refused option (TCP_NODELAY on a Unix socket) costs speed, never correctness.
    unsafe _ = setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  static func finishSending(_ descriptor: Int32) {
    _ = shutdown(descriptor, Int32(SHUT_WR))
  }

  static func close(_ descriptor: Int32) {
    _ = Glibc.close(descriptor)
  }
}
