import Policy
import Transport

/// The sockets the gateway listens on, bound before anything else starts.
struct ListeningSockets: Sendable {
  /// One socket, and whether a proxy says in front of each connection whose it is.
  struct Socket: Sendable {
    let descriptor: Int32
    let isProxied: Bool
  }

  /// By loop.
  private let sockets: [[Socket]]
  let admin: Int32?

  /// Every loop has a socket of its own on each address and port; a Unix socket belongs to the first loop.
  init(_ configuration: Configuration) throws {
    var sockets = Array(repeating: [Socket](), count: configuration.loops)
    for address in configuration.listen {
      let place = try Self.place(address)
      if Sockets.isTaken(place) { throw Self.taken(address, "listen") }
      let loops = address.isUnix ? 1 : configuration.loops
      let isProxied = configuration.proxiedListen.contains(address)
      for index in 0..<loops {
        sockets[index].append(Socket(descriptor: try Self.bind(place, address, "listen"), isProxied: isProxied))
      }
    }
    self.sockets = sockets
    guard let address = configuration.adminListen else {
      admin = nil
      return
    }
    let place = try Self.place(address)
    if Sockets.isTaken(place) { throw Self.taken(address, "admin_listen") }
    admin = try Self.bind(place, address, "admin_listen")
  }

  func gateway(of loop: Int) -> [Socket] { sockets[loop] }

  private static func place(_ address: ListenAddress) throws -> SocketAddress {
    switch address {
    case .unix(let path): return .unix(path: path)
    case .ip(let host, let port):
      guard let first = try? Resolver.addresses(of: host, port: port).first else {
        throw CommandFailure("\(address.text) is no address to listen on")
      }
      return first
    }
  }

  private static func bind(_ place: SocketAddress, _ address: ListenAddress, _ key: String) throws -> Int32 {
    switch Sockets.listen(on: place) {
    case .success(let descriptor): return descriptor
    case .failure(let error):
      throw CommandFailure("cannot listen on \(address.text): \(error)", fix: "choose another address for \(key)")
    }
  }

  private static func taken(_ address: ListenAddress, _ key: String) -> CommandFailure {
    CommandFailure(
      "something already listens on \(address.text)", fix: "stop it, or choose another address for \(key)")
  }
}

extension ListenAddress {
  var isUnix: Bool {
    if case .unix = self { true } else { false }
  }
}
