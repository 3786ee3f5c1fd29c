import Glibc

/// Why a test stopped waiting.
enum RawFailure: Error {
  case timedOut
  case ended
  case failed(Int32)
}

/// One end of a connection as plain blocking reads and writes: what a test's client or upstream says is what it sends.
final class RawConnection {
  private(set) var descriptor: Int32
  private var buffer: [UInt8] = []
  private let start = monotonicMilliseconds()

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    setTimeout(seconds: 5)
  }

  deinit { close() }

  /// Connects to a port of this machine; `receiveBuffer` bytes of kernel memory make a slow reader felt early.
  static func connect(port: UInt16, receiveBuffer: Int32 = 0) throws -> RawConnection {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if receiveBuffer > 0 {
      var size = receiveBuffer
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    let result = withLocalAddress(port) { Glibc.connect(descriptor, $0, $1) }
    guard result == 0 else {
      let error = errno
      Glibc.close(descriptor)
      throw RawFailure.failed(error)
    }
    return RawConnection(descriptor)
  }

  /// Milliseconds since the connection was made.
  var age: Int { monotonicMilliseconds() - start }

  func setTimeout(seconds: Int) {
    var time = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  // MARK: Sending

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0 { throw errno == EAGAIN ? RawFailure.timedOut : .failed(errno) }
      sent += count
    }
  }

  /// Sends as much as the other side takes within `milliseconds`, at most `bytes`; how many it was.
  func sendWhileTaken(_ bytes: [UInt8], quietMilliseconds: Int32) -> Int {
    var sent = 0
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    while sent < bytes.count, poll(&waiting, 1, quietMilliseconds) == 1 {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(Int(MSG_NOSIGNAL) | Int(MSG_DONTWAIT)))
      }
      if count < 0 && errno != EAGAIN { return sent }
      sent += max(0, count)
    }
    return sent
  }

  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// Closes so that the other side sees a reset.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  // MARK: Receiving

  private func receiveMore() throws {
    var block = [UInt8](repeating: 0, count: 64 * 1024)
    let count = recv(descriptor, &block, block.count, 0)
    if count == 0 { throw RawFailure.ended }
    if count < 0 { throw errno == EAGAIN ? RawFailure.timedOut : .failed(errno) }
    buffer += block[..<count]
  }

  func read(_ count: Int) throws -> [UInt8] {
    while buffer.count < count { try receiveMore() }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  /// Up to and with the next occurrence of `end`.
  func read(through end: String) throws -> String {
    let mark = Array(end.utf8)
    var scanned = 0
    while true {
      while scanned + mark.count <= buffer.count {
        if buffer[scanned..<scanned + mark.count].elementsEqual(mark) {
          return String(decoding: try read(scanned + mark.count), as: UTF8.self)
        }
        scanned += 1
      }
      try receiveMore()
    }
  }

  /// Everything until the other side ends the connection, in whichever way.
  func readToEnd() throws -> [UInt8] {
    do {
      while true { try receiveMore() }
    } catch RawFailure.timedOut {
      throw RawFailure.timedOut
    } catch {
      defer { buffer = [] }
      return buffer
    }
  }

  /// Whether the other side ends the connection within the time, whatever it sends before.
  func isEnded(withinMilliseconds time: Int32) -> Bool {
    let deadline = monotonicMilliseconds() + Int(time)
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      let left = deadline - monotonicMilliseconds()
      guard left > 0, poll(&waiting, 1, Int32(left)) == 1 else { return false }
      do { try receiveMore() } catch { return true }
    }
  }

  /// Whether nothing at all arrives within the time.
  func isQuiet(forMilliseconds time: Int32) -> Bool {
    if !buffer.isEmpty { return false }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, time) == 0
  }
}

func monotonicMilliseconds() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

func withLocalAddress<R>(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  return withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
  }
}

func localPort(_ descriptor: Int32) -> UInt16 {
  var address = sockaddr_in()
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
  }
  return UInt16(bigEndian: address.sin_port)
}
