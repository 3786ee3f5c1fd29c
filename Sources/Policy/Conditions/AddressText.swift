/// Reads IP addresses from text, strictly: decimal IPv4 without leading zeros, IPv6 of RFC 4291 section 2.2.
enum AddressText {
  /// The 32 bits of `192.0.2.1`.
  static func v4(_ text: ArraySlice<UInt8>) -> UInt32? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bits: UInt32 = 0
    for part in parts {
      guard let octet = number(part, most: 255) else { return nil }
      bits = bits << 8 | UInt32(octet)
    }
    return bits
  }

  /// The eight groups of `2001:db8::1`, the last two also as IPv4.
  static func v6(_ text: ArraySlice<UInt8>) -> [UInt16]? {
    let colon = UInt8(ascii: ":")
    let gaps = text.indices.dropLast().filter { text[$0] == colon && text[$0 + 1] == colon }
    guard let gap = gaps.first else {
      let groups = groups(text)
      return groups?.count == 8 ? groups : nil
    }
    guard gaps.count == 1, let head = groups(text[..<gap]), let tail = groups(text[(gap + 2)...]) else { return nil }
    guard head.count + tail.count <= 7, !endsInV4(text[..<gap]) else { return nil }
    return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
  }

  private static func endsInV4(_ text: ArraySlice<UInt8>) -> Bool { text.contains(UInt8(ascii: ".")) }

  private static func groups(_ text: ArraySlice<UInt8>) -> [UInt16]? {
    guard !text.isEmpty else { return [] }
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count <= 8 else { return nil }
    var groups: [UInt16] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, let bits = v4(part) {
        groups += [UInt16(bits >> 16), UInt16(bits & 0xFFFF)]
      } else {
        guard let group = hexadecimal(part) else { return nil }
        groups.append(group)
      }
    }
    return groups
  }

  private static func hexadecimal(_ text: ArraySlice<UInt8>) -> UInt16? {
    guard (1...4).contains(text.count) else { return nil }
    var value: UInt16 = 0
    for byte in text {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  /// A decimal number without sign or leading zeros, at most `most`.
  static func number(_ text: ArraySlice<UInt8>, most: Int) -> Int? {
    guard let first = text.first, text.count <= 9, first != UInt8(ascii: "0") || text.count == 1 else { return nil }
    var value = 0
    for byte in text {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value <= most ? value : nil
  }
}
