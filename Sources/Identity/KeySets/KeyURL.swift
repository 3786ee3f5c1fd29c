/// The addresses that keys may be read from.
enum KeyURL {
  /// Whether it is https, or http to this machine, and free of characters that another parser could read differently.
  static func isTrustworthy(_ url: String) -> Bool {
    let bytes = Array(url.utf8)
    guard bytes.allSatisfy({ (0x21...0x7e).contains($0) && $0 != 0x5c && $0 != 0x23 }) else { return false }
    if let rest = suffix(of: bytes, after: "https://") {
      let authority = rest.prefix { $0 != 0x2f && $0 != 0x3f }
      return !authority.isEmpty && !authority.contains(0x40)
    }
    guard let rest = suffix(of: bytes, after: "http://") else { return false }
    let authority = rest.prefix { $0 != 0x2f && $0 != 0x3f }
    return ["127.0.0.1", "localhost", "[::1]"].contains { host in
      guard let port = suffix(of: Array(authority), after: host) else { return false }
      return port.isEmpty || (port.first == 0x3a && port.dropFirst().allSatisfy(JSONReader.isDigit))
    }
  }

  private static func suffix(of bytes: [UInt8], after prefix: String) -> ArraySlice<UInt8>? {
    bytes.starts(with: prefix.utf8) ? bytes[prefix.utf8.count...] : nil
  }
}
