import Glibc
import Synchronization

/// A real HTTP server on a thread of its own: answers every request of every connection alike, until told otherwise.
final class AnsweringUpstream: Sendable {
  struct Manner: Sendable {
    var status = 200
    /// What `/health` is answered with; nil for no answer at all.
    var health: Int? = 200
    /// Closes each connection instead of answering.
    var hangsUp = false
    /// Closes each connection at once.
    var slamsDoor = false
  }

  let port: UInt16
  private let listener: Int32
  private let manner = Mutex(Manner())
  private let counts = Mutex((connections: 0, requests: 0, checks: 0))
  private let lines = Mutex<[String]>([])

  /// On a free port, or a given one.
  init(port wanted: UInt16 = 0) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    _ = withLocalAddress(wanted) { bind(listener, $0, $1) }
    listen(listener, 64)
    port = localPort(listener)
    run { [self] in acceptAll() }
  }

  deinit { close(listener) }

  func change(_ change: (inout Manner) -> Void) { manner.withLock { change(&$0) } }

  var connections: Int { counts.withLock { $0.connections } }
  var requests: Int { counts.withLock { $0.requests } }
  var checks: Int { counts.withLock { $0.checks } }
  /// The request lines seen, checks included.
  var requestLines: [String] { lines.withLock { $0 } }

  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func run(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let start = Unmanaged.passRetained(Start(body)).toOpaque()
    pthread_create(
      &thread, nil,
      { argument in
        Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue().body()
        return nil
      }, start)
    pthread_detach(thread)
  }

  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private func acceptAll() {
    while true {
      let descriptor = accept(listener, nil, nil)
      if descriptor < 0 { return }
      counts.withLock { $0.connections += 1 }
      if manner.withLock({ $0.slamsDoor }) {
        Glibc.close(descriptor)
        continue
      }
      run { [self] in serve(descriptor) }
    }
  }

  private func serve(_ descriptor: Int32) {
    let connection = RawConnection(descriptor)
    connection.setTimeout(seconds: 30)
    while let request = try? connection.readRequest() {
      let manner = manner.withLock { $0 }
      lines.withLock { $0.append(request.startLine) }
      if request.startLine.contains(" /health ") {
        counts.withLock { $0.checks += 1 }
        guard let status = manner.health else { continue }
        try? connection.send("HTTP/1.1 \(status) X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        return
      }
      counts.withLock { $0.requests += 1 }
      if manner.hangsUp { return }
      try? connection.send("HTTP/1.1 \(manner.status) X\r\nContent-Length: 5\r\n\r\n\(port)")
    }
  }
}
