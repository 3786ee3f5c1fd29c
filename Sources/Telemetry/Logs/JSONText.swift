/// JSON string contents from bytes that anyone may have chosen (RFC 8259, section 7; RFC 3629).
///
/// The result is valid UTF-8 on one line that no terminal obeys: C0 and C1 controls, DEL, line and paragraph separators
/// and bidirectional controls are escaped, and bytes that are not UTF-8 become U+FFFD.
enum JSONText {
  /// Appends `"…"`; stops at a character's end once the contents have taken `limit` bytes.
  static func append(_ bytes: Span<UInt8>, to line: inout LineBuffer, limit: Int) {
    line.append(UInt8(ascii: "\""))
    appendContents(bytes, to: &line, limit: limit)
    line.append(UInt8(ascii: "\""))
  }

  private static func appendContents(_ bytes: Span<UInt8>, to line: inout LineBuffer, limit: Int) {
    let end = line.count + limit
    var at = 0
    while at < bytes.count {
      at = line.appendPlain(bytes, from: at, limit: end - line.count)
      // The longest escape takes six bytes.
      guard at < bytes.count, line.count + 6 <= end else { return }
      if bytes[at] < 0x80 {
        appendEscaped(bytes[at], to: &line)
        at += 1
      } else {
        at += appendScalar(bytes, at, to: &line)
      }
    }
  }

  private static func appendEscaped(_ byte: UInt8, to line: inout LineBuffer) {
    switch byte {
    case UInt8(ascii: "\""): line.append("\\\"")
    case UInt8(ascii: "\\"): line.append("\\\\")
    case 0x0A: line.append("\\n")
    case 0x0D: line.append("\\r")
    case 0x09: line.append("\\t")
    default: appendUnicodeEscape(UInt32(byte), to: &line)
    }
  }

  private static func appendUnicodeEscape(_ scalar: UInt32, to line: inout LineBuffer) {
    line.append("\\u")
    for shift in [UInt32(12), 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: scalar >> shift & 0xF)
      line.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }

  /// Appends the character that starts with the non-ASCII byte at `at`; returns the bytes it took.
  private static func appendScalar(_ bytes: Span<UInt8>, _ at: Int, to line: inout LineBuffer) -> Int {
    let (scalar, length) = decode(bytes, at)
    guard let scalar else {
      line.append("\u{FFFD}")
      return length
    }
    if isObeyed(scalar) {
      appendUnicodeEscape(scalar, to: &line)
    } else {
      line.append(bytes, at..<(at + length))
    }
    return length
  }

  /// Whether a terminal or an editor would act on the character instead of showing it.
  private static func isObeyed(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// One scalar of two to four bytes and its length, or nil and how many bytes to replace (RFC 3629, section 4).
  private static func decode(_ bytes: Span<UInt8>, _ at: Int) -> (scalar: UInt32?, length: Int) {
    let first = bytes[at]
    let length: Int
    var scalar: UInt32
    switch first {
    case 0xC2...0xDF: (length, scalar) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, scalar) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, scalar) = (4, UInt32(first & 0x07))
    default: return (nil, 1)
    }
    for index in 1..<length {
      guard at + index < bytes.count, bytes[at + index] & 0xC0 == 0x80 else { return (nil, index) }
      scalar = scalar << 6 | UInt32(bytes[at + index] & 0x3F)
    }
    let isShortest = length == 2 || (length == 3 ? scalar >= 0x800 : scalar >= 0x1_0000)
    let isScalar = scalar <= 0x10_FFFF && !(0xD800...0xDFFF).contains(scalar)
    return isShortest && isScalar ? (scalar, length) : (nil, 1)
  }
}
