/// An IP address; IPv4 is kept as IPv4-mapped IPv6, so that the two spellings of one address are one value.
public struct NetworkAddress: Sendable, Hashable {
  let high: UInt64
  let low: UInt64
  private let isKnown: Bool

  /// The address of a peer that has none, such as one on a Unix socket; no network contains it.
  public static let unknown = NetworkAddress(high: 0, low: 0, isKnown: false)

  /// An IPv4 address from its 32 bits in host order.
  public init(v4 bits: UInt32) {
    self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(bits), isKnown: true)
  }

  /// An IPv6 address from its two halves in host order; an IPv4-mapped one is that IPv4 address.
  public init(v6High high: UInt64, low: UInt64) {
    self.init(high: high, low: low, isKnown: true)
  }

  private init(high: UInt64, low: UInt64, isKnown: Bool) {
    self.high = high
    self.low = low
    self.isKnown = isKnown
  }

  var isV4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// Whether the address lies in the network; IPv4 lies in IPv4 networks only.
  public func isIn(_ network: Network) -> Bool {
    isKnown && isV4 == network.isV4 && high & network.highMask == network.high && low & network.lowMask == network.low
  }

  /// From `192.0.2.1`, `2001:db8::1` or `::ffff:192.0.2.1`; nil for anything else, zone identifiers included.
  public init?(parsing text: String) {
    let bytes = Array(text.utf8)
    if let bits = AddressText.v4(bytes[...]) {
      self.init(v4: bits)
    } else if let groups = AddressText.v6(bytes[...]) {
      let half = { (part: ArraySlice<UInt16>) in part.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
      self.init(v6High: half(groups[..<4]), low: half(groups[4...]))
    } else {
      return nil
    }
  }
}
