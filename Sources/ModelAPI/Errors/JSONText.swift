/// Writes JSON strings.
enum JSONText {
  /// The bytes as a JSON string with its quotes.
  static func quoted(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + 2)
    appendQuoted(bytes.span, to: &output)
    return output
  }

  /// Appends the bytes as a JSON string with its quotes (RFC 8259, section 7); bytes that are not UTF-8 become `?`.
  static func appendQuoted(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    output.append(0x22)
    appendEscaped(bytes, to: &output)
    output.append(0x22)
  }

  /// Appends the bytes as the inside of a JSON string.
  static func appendEscaped(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x80 {
        let length = UTF8Sequence.length(bytes, at: index)
        if length == 0 { output.append(0x3F) }
        for offset in 0..<length { output.append(bytes[index + offset]) }
        index += max(length, 1)
        continue
      }
      appendASCII(byte, to: &output)
      index += 1
    }
  }

  private static func appendASCII(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case 0x22: output.append("\\\"")
    case 0x5C: output.append("\\\\")
    case 0x0A: output.append("\\n")
    case 0x0D: output.append("\\r")
    case 0x09: output.append("\\t")
    // `<` and DEL too: an error shape may end in a page or a terminal.
    case 0..<0x20, 0x3C, 0x7F:
      output.append("\\u00")
      output.append(hexDigit(byte >> 4))
      output.append(hexDigit(byte & 15))
    default: output.append(byte)
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}

/// Reads one UTF-8 sequence.
enum UTF8Sequence {
  /// The length of the well-formed sequence at `start` (RFC 3629), or 0 where there is none.
  static func length(_ bytes: Span<UInt8>, at start: Int) -> Int {
    let lead = bytes[start]
    let count = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
    guard count > 1 else { return count }
    guard start + count <= bytes.count else { return 0 }
    for offset in 1..<count where bytes[start + offset] & 0xC0 != 0x80 { return 0 }
    let second = bytes[start + 1]
    switch lead {
    case 0xE0 where second < 0xA0, 0xED where second > 0x9F, 0xF0 where second < 0x90, 0xF4 where second > 0x8F:
      return 0
    default: return count
    }
  }

  /// The code point of the well-formed sequence at `start` that has `length` bytes.
  static func scalar(_ bytes: Span<UInt8>, at start: Int, length: Int) -> UInt32 {
    var value = UInt32(bytes[start])
    if length > 1 { value &= 0x7F >> UInt32(length) }
    for offset in 1..<max(length, 1) { value = value << 6 | UInt32(bytes[start + offset] & 0x3F) }
    return value
  }
}
