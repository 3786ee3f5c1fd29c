import Policy

/// Addresses that never leave this machine.
enum Loopback {
  private static let networks = ["127.0.0.0/8", "::1/128"].compactMap { try? Network(parsing: $0) }

  /// Whether a host (an IP address or a name) is `localhost` or a loopback address.
  static func contains(_ host: String) -> Bool {
    if host == "localhost" { return true }
    guard let address = NetworkAddress(parsing: host) else { return false }
    return networks.contains { address.isIn($0) }
  }
}
