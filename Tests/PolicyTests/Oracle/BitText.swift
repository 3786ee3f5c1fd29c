import Glibc

/// Networks by definition, with the C library's reading of addresses: the first bits are the same.
enum BitText {
  static func contains(_ network: String, _ address: String) -> Bool {
    let parts = network.split(separator: "/").map(String.init)
    guard let base = bits(parts[0]), let given = bits(address) else { return false }
    let isV4 = { (text: String) in text.hasPrefix("v4") }
    guard isV4(base) == isV4(given) else { return false }
    var length = parts.count == 2 ? Int(parts[1])! : 128
    if isV4(base), parts[0].contains(":") { length -= 96 }
    return base.dropFirst(2).prefix(length) == given.dropFirst(2).prefix(length)
  }

  /// `v4` or `v6` and the bits as text; an IPv4-mapped address is IPv4.
  private static func bits(_ text: String) -> String? {
    var v4 = in_addr()
    if inet_pton(AF_INET, text, &v4) == 1 { return "v4" + binary(withUnsafeBytes(of: &v4) { Array($0) }) }
    var v6 = in6_addr()
    guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
    let bytes = withUnsafeBytes(of: &v6) { Array($0) }
    let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
    return Array(bytes.prefix(12)) == mapped ? "v4" + binary(Array(bytes.suffix(4))) : "v6" + binary(bytes)
  }

  private static func binary(_ bytes: [UInt8]) -> String {
    bytes.map { byte in (0..<8).map { byte >> (7 - $0) & 1 == 1 ? "1" : "0" }.joined() }.joined()
  }
}
