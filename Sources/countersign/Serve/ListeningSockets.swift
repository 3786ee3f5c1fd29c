import Policy
import Transport

/// The sockets the gateway listens on, inherited or bound before anything else starts.
struct ListeningSockets: Sendable {
  /// One socket, and whether a proxy says in front of each connection whose it is.
  struct Socket: Sendable {
    let descriptor: Int32
    let isProxied: Bool
  }

  /// By loop.
  private var sockets: [[Socket]]
  private(set) var admin: Int32?
  /// Whether another process holds the same sockets, so that whoever waits in them is not lost when this one ends.
  let areInherited: Bool

  /// Every loop has a socket of its own on each address and port; a Unix socket belongs to the first loop. Sockets that
  /// were passed are spread over the loops, and shared where they are fewer.
  init(_ configuration: Configuration, _ inherited: InheritedSockets) throws {
    var inherited = inherited
    sockets = Array(repeating: [], count: configuration.loops)
    var foundAny = false
    for address in configuration.listen {
      let place = try Self.place(address)
      let isProxied = configuration.proxiedListen.contains(address)
      let found = inherited.take(place)
      if !found.isEmpty { foundAny = true }
      let all = found.isEmpty ? try Self.open(place, address, "listen", loops: configuration.loops) : found
      let loops = address.isUnix ? 1 : configuration.loops
      for index in 0..<max(loops, all.count) {
        let descriptor = index < all.count ? all[index] : try Self.shared(all[index % all.count], address)
        sockets[index % configuration.loops].append(Socket(descriptor: descriptor, isProxied: isProxied))
      }
    }
    if let address = configuration.adminListen {
      let place = try Self.place(address)
      let found = inherited.take(place)
      admin = try found.first ?? Self.open(place, address, "admin_listen", loops: 1)[0]
    }
    areInherited = foundAny
    try inherited.checkAllTaken()
  }

  func gateway(of loop: Int) -> [Socket] { sockets[loop] }

  /// Every one, for a successor.
  var all: [Int32] { sockets.flatMap { $0.map(\.descriptor) } + (admin.map { [$0] } ?? []) }

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

  private static func open(
    _ place: SocketAddress, _ address: ListenAddress, _ key: String, loops: Int
  ) throws -> [Int32] {
    if Sockets.isTaken(place) {
      throw CommandFailure(
        "something already listens on \(address.text)", fix: "stop it, or choose another address for \(key)")
    }
    return try (0..<(address.isUnix ? 1 : loops)).map { _ in
      switch Sockets.listen(on: place) {
      case .success(let descriptor): return descriptor
      case .failure(let error):
        throw CommandFailure("cannot listen on \(address.text): \(error)", fix: "choose another address for \(key)")
      }
    }
  }

  private static func shared(_ descriptor: Int32, _ address: ListenAddress) throws -> Int32 {
    guard let copy = Sockets.copy(descriptor) else {
      throw CommandFailure("cannot share the socket on \(address.text) between the loops", fix: "raise LimitNOFILE")
    }
    return copy
  }
}

extension ListenAddress {
  var isUnix: Bool {
    if case .unix = self { true } else { false }
  }
}
