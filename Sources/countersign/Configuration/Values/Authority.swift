import Policy

/// The `host[:port]` of an address or URL, strictly: a DNS name in lower case, IPv4, or IPv6 in brackets; no user-info.
struct Authority: Sendable, Equatable {
  /// Without brackets.
  let host: String
  let port: UInt16?

  init?(parsing text: some StringProtocol) {
    let bytes = Array(text.utf8)
    let colon = UInt8(ascii: ":")
    var hostBytes = bytes[...]
    var rest = ArraySlice<UInt8>()
    if bytes.first == UInt8(ascii: "[") {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      hostBytes = bytes[1..<end]
      rest = bytes[(end + 1)...]
      guard hostBytes.contains(colon) else { return nil }
    } else if let end = bytes.firstIndex(of: colon) {
      hostBytes = bytes[..<end]
      rest = bytes[end...]
    }
    host = String(decoding: hostBytes, as: UTF8.self)
    guard NetworkAddress(parsing: host) != nil || Authority.isName(hostBytes) else { return nil }
    guard !rest.isEmpty else {
      port = nil
      return
    }
    let digits = String(decoding: rest.dropFirst(), as: UTF8.self)
    guard rest.first == colon, let number = DecimalText.parse(digits), (1...65535).contains(number) else { return nil }
    port = UInt16(number)
  }

  /// Labels of lower-case letters, digits and inner dashes; the last one not a number, which would be an odd address.
  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count <= 253 else { return false }
    let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    guard let last = labels.last, !last.allSatisfy(isDigit) else { return false }
    return labels.allSatisfy { label in
      (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
        && label.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "-") || ($0 >= 0x61 && $0 <= 0x7A) }
    }
  }
}
