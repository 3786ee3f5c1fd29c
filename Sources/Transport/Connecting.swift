import CLinux
import Glibc

/// Opens listening sockets.
public enum Sockets {
  /// How many connections may wait to be accepted.
  public static let backlog: Int32 = 4096

  /// Binds and listens. Several loops may each have a socket on one port (SO_REUSEPORT); the kernel spreads
  /// connections.
  public static func listen(on address: SocketAddress) -> Result<Int32, SocketError> {
    if case .unix(let path) = address { unsafe _ = unlink(path) }
    let descriptor = Kernel.socket(family: address.family)
    if descriptor < 0 { return .failure(SocketError(number: errno)) }
    if case .internet = address {
      Kernel.setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
      Kernel.setOption(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)
    }
    let bound = unsafe address.withSockaddr { pointer, length in unsafe bind(descriptor, pointer, length) }
    if bound != 0 || Glibc.listen(descriptor, backlog) != 0 {
      let error = SocketError(number: errno)
      Kernel.close(descriptor)
      return .failure(error)
    }
    return .success(descriptor)
  }

  /// Whether something already listens on the address: with SO_REUSEPORT a second bind would succeed and share the
  /// port.
  public static func isTaken(_ address: SocketAddress) -> Bool {
    let descriptor = Kernel.socket(family: address.family)
    if descriptor < 0 { return false }
    defer { Kernel.close(descriptor) }
    Kernel.setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
    let bound = unsafe address.withSockaddr { pointer, length in unsafe bind(descriptor, pointer, length) }
    return bound != 0 && errno == EADDRINUSE
  }

  /// Where a socket that somebody else opened listens; nil where it is no listening stream socket.
  public static func listeningAddress(_ descriptor: Int32) -> SocketAddress? {
    guard option(descriptor, SO_ACCEPTCONN) == 1, option(descriptor, SO_TYPE) == Int32(SOCK_STREAM.rawValue) else {
      return nil
    }
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(descriptor, $0, &length) }
    }
    guard result == 0 else { return nil }
    if Int32(storage.ss_family) != AF_UNIX { return SocketAddress(storage) }
    let start = MemoryLayout<sa_family_t>.size
    let path = unsafe withUnsafeBytes(of: &storage) { bytes in
      unsafe Array(bytes[start..<max(start, Int(length))].prefix { $0 != 0 })
    }
    return .unix(path: String(decoding: path, as: UTF8.self))
  }

  /// Makes an inherited socket as our own are: it does not block, and no other program inherits it.
  public static func adopt(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// Another descriptor of the same socket, for another loop; nil where there is none.
  public static func copy(_ descriptor: Int32) -> Int32? {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    return copy < 0 ? nil : copy
  }

  private static func option(_ descriptor: Int32, _ name: Int32) -> Int32 {
    var value: Int32 = -1
    var length = socklen_t(MemoryLayout<Int32>.size)
    unsafe _ = getsockopt(descriptor, SOL_SOCKET, name, &value, &length)
    return value
  }
}

/// An error number of a socket call, with the system's words.
public struct SocketError: Error, CustomStringConvertible {
  /// The system's `errno` value.
  public let number: Int32

  public init(number: Int32) { self.number = number }

  public var description: String { unsafe String(cString: strerror(number)) }
}

extension EventLoop {
  /// Begins to connect; the descriptor, or the error number where not even that was possible.
  public func connect(to address: SocketAddress) -> Result<Int32, SocketError> {
    let descriptor = kernel.socket(family: address.family)
    if descriptor < 0 { return .failure(SocketError(number: -descriptor)) }
    let error = kernel.connect(descriptor, to: address)
    if error == 0 { return .success(descriptor) }
    kernel.close(descriptor)
    return .failure(SocketError(number: error))
  }

  /// Closes a descriptor of this loop that nobody took over.
  public func close(_ descriptor: Int32) { kernel.close(descriptor) }

  /// Closes a fresh connection after a few last words, which a new socket's buffer holds.
  public func close(_ descriptor: Int32, saying words: [UInt8]) {
    if !words.isEmpty {
      unsafe words.withUnsafeBytes { bytes in
        if let start = bytes.baseAddress { _ = unsafe kernel.sendOnce(descriptor, start, bytes.count) }
      }
      kernel.finishSending(descriptor)
      // What stays unread would make the kernel answer with a reset, which can overtake the words.
      unsafe withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { room in
        if let base = room.baseAddress { _ = unsafe kernel.receiveOnce(descriptor, into: base, room.count) }
      }
    }
    kernel.close(descriptor)
  }
}
