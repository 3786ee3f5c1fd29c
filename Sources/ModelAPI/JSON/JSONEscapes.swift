import Bytes

/// Undoes the escapes of a JSON string the parser has validated.
enum JSONEscapes {
  /// Appends the text of a string's inside (without quotes) as UTF-8.
  static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]) {
    var index = range.lowerBound
    while index < range.upperBound {
      let escape = bytes.firstOffset(ofEither: 0x5C, or: 0x5C, in: index..<range.upperBound)
      output.append(bytes, index..<escape)
      index = escape
      if index == range.upperBound { return }
      if bytes[index &+ 1] == 0x75 {
        index = appendUnicode(bytes, index, to: &output)
      } else {
        output.append(plain(bytes[index &+ 1]))
        index &+= 2
      }
    }
  }

  private static func plain(_ letter: UInt8) -> UInt8 {
    switch letter {
    case 0x62: 0x08
    case 0x66: 0x0C
    case 0x6E: 0x0A
    case 0x72: 0x0D
    case 0x74: 0x09
    default: letter
    }
  }

  /// Appends the scalar of `\uXXXX` or of a surrogate pair at `start`; returns where the text goes on.
  private static func appendUnicode(_ bytes: Span<UInt8>, _ start: Int, to output: inout [UInt8]) -> Int {
    var scalar = hexadecimal(bytes, start &+ 2)
    var next = start &+ 6
    if scalar >= 0xD800, scalar < 0xDC00 {
      scalar = 0x10000 &+ ((scalar &- 0xD800) << 10) &+ (hexadecimal(bytes, next &+ 2) &- 0xDC00)
      next &+= 6
    }
    append(scalar: scalar, to: &output)
    return next
  }

  private static func append(scalar: UInt32, to output: inout [UInt8]) {
    switch scalar {
    case 0..<0x80: output.append(UInt8(scalar))
    case 0x80..<0x800:
      output.append(UInt8(0xC0 | scalar >> 6))
      output.append(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      output.append(UInt8(0xE0 | scalar >> 12))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    default:
      output.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      output.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    }
  }

  private static func hexadecimal(_ bytes: Span<UInt8>, _ start: Int) -> UInt32 {
    var value: UInt32 = 0
    for offset in 0..<4 {
      let byte = bytes[start &+ offset]
      value = value << 4 | UInt32(byte <= 0x39 ? byte &- 0x30 : (byte | 0x20) &- 0x57)
    }
    return value
  }
}
