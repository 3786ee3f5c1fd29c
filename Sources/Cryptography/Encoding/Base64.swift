/// Base64 with `+`, `/` and padding (RFC 4648 section 4); only the canonical spelling is read.
public enum Base64 {
  /// The padded text.
  public static func encode(_ bytes: Span<UInt8>) -> [UInt8] {
    var text = Base64Alphabet.standard.encode(bytes)
    while text.count % 4 != 0 { text.append(0x3d) }
    return text
  }

  /// The padded text as a string.
  public static func encodeString(_ bytes: Span<UInt8>) -> String {
    String(decoding: encode(bytes), as: UTF8.self)
  }

  /// The bytes; nil for white space, missing padding, foreign characters or bits left over.
  public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var end = text.count
    while end > 0, text.count - end < 2, text[end - 1] == 0x3d { end -= 1 }
    return Base64Alphabet.standard.decode(text.extracting(0..<end))
  }

  /// The bytes; nil for white space, missing padding, foreign characters or bits left over.
  public static func decode(_ text: String) -> [UInt8]? {
    decode(Array(text.utf8).span)
  }
}
