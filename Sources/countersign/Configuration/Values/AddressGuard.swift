import Policy
import Transport

/// Where no upstream may be: at the gateway itself, or where a cloud keeps the secrets of its machines.
///
/// Asked when a configuration is read, for the addresses that stand in it, and for every address a name is resolved to:
/// whoever owns a name may let it point anywhere.
struct AddressGuard: Sendable {
  /// Why an address is none for an upstream.
  enum Objection: Sendable, Equatable {
    case unspecified
    case linkLocal
    case metadata
    case ownListener(String)

    var sentence: String {
      switch self {
      case .unspecified: "is the unspecified address"
      case .linkLocal: "is a link-local address, where clouds answer for their machines' secrets"
      case .metadata: "is an address where a cloud answers for its machines' secrets"
      case .ownListener(let address): "is the gateway itself, which listens on \(address)"
      }
    }

    var fix: String {
      switch self {
      case .unspecified: "write 127.0.0.1 or [::1] for this machine"
      case .linkLocal, .metadata: "correct it, or set allow_link_local: true for this upstream"
      case .ownListener: "write the model server's own address and port"
      }
    }
  }

  private let listeners: [ListenAddress]
  private let local: @Sendable () -> [NetworkAddress]

  /// - Parameter local: the addresses of this machine's interfaces, asked at each look.
  init(
    listeners: [ListenAddress],
    local: @escaping @Sendable () -> [NetworkAddress] = { LocalAddresses.all().map { NetworkAddress($0) } }
  ) {
    self.listeners = listeners
    self.local = local
  }

  private static func networks(_ texts: String...) -> [Network] { texts.compactMap { try? Network(parsing: $0) } }

  private static let unspecified = networks("0.0.0.0/8", "::/128")
  // Also as NAT64 and 6to4 write IPv4 addresses.
  private static let linkLocal = networks("169.254.0.0/16", "fe80::/10", "64:ff9b::a9fe:0/112", "2002:a9fe::/32")
  // Amazon's in IPv6, Alibaba's, Azure's and Oracle's in IPv4, Google's and Scaleway's in IPv6.
  private static let metadata = networks(
    "fd00:ec2::/32", "100.100.100.200/32", "64:ff9b::6464:64c8/128", "168.63.129.16/32", "192.0.0.192/32",
    "fd20:ce::254/128", "fd00:42::42/128")
  private static let loopback = networks("127.0.0.0/8", "::1/128")
  private static let ipv4 = networks("0.0.0.0/0")

  /// What speaks against connecting there, if anything.
  func objection(to address: NetworkAddress, port: UInt16, allowsLinkLocal: Bool) -> Objection? {
    if Self.unspecified.contains(where: address.isIn) { return .unspecified }
    if let own = listeners.first(where: { listens($0, on: address, port) }) { return .ownListener(own.text) }
    if allowsLinkLocal { return nil }
    if Self.linkLocal.contains(where: address.isIn) { return .linkLocal }
    return Self.metadata.contains(where: address.isIn) ? .metadata : nil
  }

  /// The same for a Unix socket.
  func objection(toSocket path: String) -> Objection? {
    listeners.contains(.unix(path: path)) ? .ownListener("unix:\(path)") : nil
  }

  private func listens(_ listener: ListenAddress, on address: NetworkAddress, _ port: UInt16) -> Bool {
    guard case .ip(let host, port) = listener, let own = NetworkAddress(parsing: host) else { return false }
    if own == address { return true }
    guard Self.unspecified.contains(where: own.isIn) else { return false }
    // A socket on :: takes IPv4 too; one on 0.0.0.0 takes nothing else.
    if host.hasPrefix("0") && !Self.ipv4.contains(where: address.isIn) { return false }
    return Self.loopback.contains(where: address.isIn) || local().contains(address)
  }
}

extension NetworkAddress {
  /// The same address as the data plane writes it.
  init(_ address: IPAddress) { self.init(v6High: address.high, low: address.low) }
}
