/// Text inside a JSON string.
enum JSONText {
  /// Whether every byte may stand as it is.
  @inline(__always)
  static func isPlain(_ text: Span<UInt8>) -> Bool {
    var index = 0
    while index + 8 <= text.count {
      if hasUnplain(text.load(UInt64.self, at: index)) { return false }
      index += 8
    }
    while index < text.count {
      if hasUnplain(UInt64(text[index]) | 0x2020_2020_2020_2000) { return false }
      index += 1
    }
    return true
  }

  /// Whether one of eight bytes is a control, a quote, a backslash or not ASCII.
  @inline(__always)
  private static func hasUnplain(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    // A byte is zero where subtracting one borrows and its high bit was clear; each test may only be wrong above a
    // byte that is itself unplain.
    let control = (word &- ones &* 0x20) & ~word
    let quote = word ^ ones &* UInt64(UInt8(ascii: "\""))
    let backslash = word ^ ones &* UInt64(UInt8(ascii: "\\"))
    let delete = word ^ ones &* 0x7f
    let found = control | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (delete &- ones) & ~delete
    return (found | word) & highs != 0
  }

  /// Appends the text with the shortest escapes; bytes that are not UTF-8 become U+FFFD.
  static func escape(_ text: Span<UInt8>, into buffer: inout EntryBuffer) {
    for scalar in unsafe text.withUnsafeBufferPointer({ unsafe String(decoding: $0, as: UTF8.self) }).unicodeScalars {
      if let short = short(scalar) {
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(short)
      } else if scalar.value < 0x20 {
        buffer.append("\\u00")
        buffer.append(hex: UInt8(scalar.value))
      } else {
        for byte in UTF8.encode(scalar)! { buffer.append(byte) }
      }
    }
  }

  private static func short(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar {
    case "\"", "\\": UInt8(scalar.value)
    case "\u{8}": UInt8(ascii: "b")
    case "\t": UInt8(ascii: "t")
    case "\n": UInt8(ascii: "n")
    case "\u{c}": UInt8(ascii: "f")
    case "\r": UInt8(ascii: "r")
    default: nil
    }
  }
}
