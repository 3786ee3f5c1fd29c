import Glibc

extension IPAddress {
  /// The address as text (RFC 5952 for IPv6).
  public var text: [UInt8] {
    if let ipv4 {
      return Array("\(ipv4 >> 24).\(ipv4 >> 16 & 255).\(ipv4 >> 8 & 255).\(ipv4 & 255)".utf8)
    }
    var bytes = in6_addr()
    unsafe withUnsafeMutableBytes(of: &bytes) { raw in
      unsafe raw.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
      unsafe raw.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
    }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    unsafe _ = inet_ntop(AF_INET6, &bytes, &text, socklen_t(text.count))
    return text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  }

  /// Reads `192.0.2.1`, `2001:db8::1` or `::ffff:192.0.2.1`; nil for anything else, zone identifiers included.
  public init?(parsing text: Span<UInt8>) {
    guard text.count > 0, text.count < Int(INET6_ADDRSTRLEN) else { return nil }
    // A zero would end the text early for C.
    for index in text.indices where text[index] == 0 { return nil }
    let read = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { copy -> IPAddress? in
      for index in text.indices { unsafe copy[index] = CChar(bitPattern: text[index]) }
      unsafe copy[text.count] = 0
      guard let start = copy.baseAddress else { return nil }
      return unsafe Self.read(start)
    }
    guard let read else { return nil }
    self = read
  }

  private static func read(_ text: UnsafePointer<CChar>) -> IPAddress? {
    var ipv4 = in_addr()
    if unsafe inet_pton(AF_INET, text, &ipv4) == 1 { return IPAddress(ipv4: UInt32(bigEndian: ipv4.s_addr)) }
    var ipv6 = in6_addr()
    guard unsafe inet_pton(AF_INET6, text, &ipv6) == 1 else { return nil }
    return unsafe withUnsafeBytes(of: &ipv6) { bytes in
      unsafe IPAddress(
        high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
        low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
  }
}
