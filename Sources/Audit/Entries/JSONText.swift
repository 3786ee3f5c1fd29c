/// Text inside a JSON string.
enum JSONText {
  /// Whether every byte may stand as it is.
  @inline(__always)
  static func isPlain(_ text: Span<UInt8>) -> Bool {
    for index in text.indices {
      let byte = text[index]
      if byte < 0x20 || byte > 0x7e || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
    }
    return true
  }

  /// Appends the text with the shortest escapes; bytes that are not UTF-8 become U+FFFD.
  static func escape(_ text: Span<UInt8>, into buffer: EntryBuffer) {
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
