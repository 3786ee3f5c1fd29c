import Policy

/// Where the gateway listens: an address of this machine with a port, or a Unix socket.
enum ListenAddress: Sendable, Equatable {
  /// An IP address as text, without brackets.
  case ip(String, port: UInt16)
  case unix(path: String)

  /// From `127.0.0.1:8443`, `[::1]:443`, `localhost:8443` or `unix:/run/countersign.sock`; nil for anything else.
  init?(parsing text: String) {
    if text.hasPrefix("unix:") {
      guard text.utf8.count > 5, text.utf8.count < 108 else { return nil }
      self = .unix(path: String(text.dropFirst(5)))
      return
    }
    guard let authority = Authority(parsing: text), let port = authority.port else { return nil }
    let host = authority.host == "localhost" ? "127.0.0.1" : authority.host
    guard NetworkAddress(parsing: host) != nil else { return nil }
    self = .ip(host, port: port)
  }

  /// Whether only this machine can reach it.
  var isLocal: Bool {
    switch self {
    case .unix: true
    case .ip(let host, _): Loopback.contains(host)
    }
  }

  var text: String {
    switch self {
    case .ip(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}
