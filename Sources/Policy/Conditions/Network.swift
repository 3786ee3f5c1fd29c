/// An address range in CIDR notation, IPv4 or IPv6.
public struct Network: Sendable, Hashable {
  let high: UInt64
  let low: UInt64
  let highMask: UInt64
  let lowMask: UInt64
  let isV4: Bool

  /// What is wrong with a text that is no network.
  public enum Flaw: Error, Sendable {
    case notAnAddress
    /// The prefix length is missing, not a number, or too long for the address.
    case badLength
    /// Bits beyond the prefix are set; `10.0.0.1/8` names either an address or a network, not both.
    case hostBitsSet
  }

  /// From `10.0.0.0/8`, `2001:db8::/32`, `::ffff:10.0.0.0/104` (which is `10.0.0.0/8`) or a single address.
  public init(parsing text: String) throws(Flaw) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = NetworkAddress(parsing: String(parts[0])) else { throw .notAnAddress }
    let spelledV4 = parts[0].utf8.allSatisfy { $0 != UInt8(ascii: ":") }
    var length = 128
    if parts.count == 2 {
      let most = spelledV4 ? 32 : 128
      guard let given = AddressText.number(Array(parts[1].utf8)[...], most: most) else { throw .badLength }
      length = spelledV4 ? given + 96 : given
    }
    isV4 = address.isV4 && length >= 96
    highMask = Self.mask(min(length, 64))
    lowMask = Self.mask(max(0, length - 64))
    guard address.high & ~highMask == 0, address.low & ~lowMask == 0 else { throw .hostBitsSet }
    high = address.high
    low = address.low
  }

  private static func mask(_ ones: Int) -> UInt64 {
    ones == 0 ? 0 : .max << UInt64(64 - ones)
  }
}
