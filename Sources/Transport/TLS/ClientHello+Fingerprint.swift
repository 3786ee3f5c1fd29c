import Bytes

/// JA4 by FoxIO's public description (technical_details/JA4.md, BSD 3-Clause): what kind of program a client is,
/// whatever order it shuffles its extensions into.
extension ClientHello {
  /// `t13d1516h2_8daaf6152771_e5627efa2ab1`.
  var fingerprint: [UInt8] {
    var text = Array("t".utf8)
    text += Self.versionText(version).utf8
    text.append(UInt8(ascii: namesServer ? "d" : "i"))
    text += Self.twoDigits(ciphers.count) + Self.twoDigits(extensions.count) + protocolText
    text.append(UInt8(ascii: "_"))
    text += Self.digest(Self.list(ciphers.sorted()))
    text.append(UInt8(ascii: "_"))
    return text + Self.digest(extensionText)
  }

  // Server name and ALPN are told apart in the first part, so that the last is the same for all hosts.
  private var extensionText: [UInt8] {
    let text = Self.list(extensions.filter { $0 != 0x0000 && $0 != 0x0010 }.sorted())
    if text.isEmpty || signatureAlgorithms.isEmpty { return text }
    return text + [UInt8(ascii: "_")] + Self.list(signatureAlgorithms)
  }

  private var protocolText: [UInt8] {
    guard let first = firstProtocol.first, let last = firstProtocol.last else { return Array("00".utf8) }
    if Self.isAlphanumeric(first) && Self.isAlphanumeric(last) { return [first, last] }
    return [Digits.hexadecimalDigit(first >> 4), Digits.hexadecimalDigit(last & 15)]
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    let folded = ASCII.lowercased(byte)
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(folded)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func versionText(_ version: UInt16) -> String {
    switch version {
    case 0x0304: "13"
    case 0x0303: "12"
    case 0x0302: "11"
    case 0x0301: "10"
    case 0x0300: "s3"
    case 0x0002: "s2"
    default: "00"
    }
  }

  private static func twoDigits(_ count: Int) -> [UInt8] {
    let count = UInt8(min(count, 99))
    return [UInt8(ascii: "0") + count / 10, UInt8(ascii: "0") + count % 10]
  }

  /// Four hexadecimal digits each, commas between.
  private static func list(_ numbers: [UInt16]) -> [UInt8] {
    var text: [UInt8] = []
    for number in numbers {
      if !text.isEmpty { text.append(UInt8(ascii: ",")) }
      for shift in [12, 8, 4, 0] { text.append(Digits.hexadecimalDigit(UInt8(number >> UInt16(shift) & 15))) }
    }
    return text
  }

  /// The first twelve digits of the SHA-256; zeros for nothing.
  private static func digest(_ text: [UInt8]) -> [UInt8] {
    if text.isEmpty { return Array("000000000000".utf8) }
    return TLSDigest.sha256(text.span).prefix(6).flatMap {
      [Digits.hexadecimalDigit($0 >> 4), Digits.hexadecimalDigit($0 & 15)]
    }
  }
}
