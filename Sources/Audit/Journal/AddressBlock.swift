/// The neighbourhood of an address that refusals of strangers are counted by: an IPv4 /24 or an IPv6 /48.
public struct AddressBlock: Hashable, Sendable {
  /// Zero for no address; else the IPv4 block with bit 32 set, or the IPv6 block's upper 48 bits above sixteen zeros.
  let bits: UInt64

  private static let version4: UInt64 = 1 << 32

  init(bits: UInt64) {
    self.bits = bits
  }

  /// No address, as on a Unix socket.
  public static let none = AddressBlock(bits: 0)

  /// The /24 of an IPv4 address in host byte order.
  public init(ipv4 address: UInt32) {
    self.init(bits: AddressBlock.version4 | UInt64(address & 0xffff_ff00))
  }

  /// The /48 of an IPv6 address in host byte order; of an IPv4-mapped one (`::ffff:0:0/96`) the IPv4 block.
  public init(ipv6High high: UInt64, low: UInt64) {
    if high == 0, low >> 32 == 0xffff {
      self.init(ipv4: UInt32(truncatingIfNeeded: low))
    } else {
      self.init(bits: high & 0xffff_ffff_ffff_0000 | 1)
    }
  }

  /// The block in the usual notation, such as `192.0.2.0/24` or `2001:db8:1::/48`; `none` for no address.
  public var text: String {
    if bits == 0 { return "none" }
    if bits >> 33 == 0, bits & 1 == 0 {
      return [24, 16, 8, 0].map { String(bits >> $0 & 255) }.joined(separator: ".") + "/24"
    }
    return [48, 32, 16].map { String(bits >> $0 & 0xffff, radix: 16) }.joined(separator: ":") + "::/48"
  }
}
