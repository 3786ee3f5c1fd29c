import Glibc

/// A model server whose every byte the test writes itself.
final class ScriptedUpstream {
  private let listener: Int32
  let port: UInt16

  init() {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = withLocalAddress(0) { bind(descriptor, $0, $1) }
    listen(descriptor, 64)
    listener = descriptor
    port = localPort(listener)
    var time = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { stop() }

  /// The next connection the gateway makes.
  func accept() throws -> RawConnection {
    let descriptor = Glibc.accept(listener, nil, nil)
    if descriptor < 0 { throw errno == EAGAIN ? RawFailure.timedOut : .failed(errno) }
    return RawConnection(descriptor)
  }

  /// Whether no connection comes within the time.
  func isQuiet(forMilliseconds time: Int32) -> Bool {
    var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, time) == 0
  }

  func stop() { close(listener) }
}
