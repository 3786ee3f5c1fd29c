import Glibc
import Transport

/// Listening sockets that whoever started the process has opened for it: systemd, or the gateway before this one.
///
/// The protocol is sd_listen_fds(3): descriptors from 3 on, `LISTEN_FDS` of them, for the process `LISTEN_PID`. They
/// are told apart by their addresses; `LISTEN_FDNAMES` says nothing that these do not.
struct InheritedSockets: Sendable {
  private static let first: Int32 = 3
  private var sockets: [(address: SocketAddress, descriptor: Int32)] = []

  /// Throws where what was passed is no listening stream socket.
  init(_ environment: [String: String], from predecessor: Predecessor?) throws(CommandFailure) {
    guard let pid = environment["LISTEN_PID"], let count = environment["LISTEN_FDS"].flatMap({ DecimalText.parse($0) })
    else { return }
    // A predecessor cannot know the number of a process that it is about to start.
    guard pid == "\(getpid())" || predecessor != nil && pid == "\(getppid())" else { return }
    guard count <= 1024 else { throw CommandFailure("LISTEN_FDS is \(count); at most 1024 sockets are taken over") }
    for descriptor in Self.first..<Self.first + Int32(count) {
      guard let address = Sockets.listeningAddress(descriptor) else {
        throw CommandFailure(
          "descriptor \(descriptor), passed by LISTEN_FDS, is no listening stream socket",
          fix: "pass stream sockets only: ListenStream= in a systemd socket unit")
      }
      Sockets.adopt(descriptor)
      sockets.append((address, descriptor))
    }
  }

  /// Takes out the sockets that listen on an address.
  mutating func take(_ address: SocketAddress) -> [Int32] {
    let found = sockets.filter { $0.address == address }.map(\.descriptor)
    sockets.removeAll { $0.address == address }
    return found
  }

  /// Throws where a socket was passed that no listener of the configuration is for: its clients would wait for ever.
  func checkAllTaken() throws(CommandFailure) {
    guard let left = sockets.first else { return }
    throw CommandFailure(
      "a socket on \(left.address.place) was passed, and the configuration has no such listener",
      fix: "name it in listen or admin_listen, or take it out of the socket unit")
  }
}

extension SocketAddress {
  fileprivate var place: String {
    switch self {
    case .internet(let address, let port): "\(String(decoding: address.text, as: UTF8.self)) port \(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}
