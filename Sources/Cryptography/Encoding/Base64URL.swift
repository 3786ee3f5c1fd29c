/// Base64url without padding (RFC 4648 section 5, RFC 7515 section 2); only the canonical spelling is read.
public enum Base64URL {
  /// The text, unpadded.
  public static func encode(_ bytes: Span<UInt8>) -> [UInt8] {
    Base64Alphabet.url.encode(bytes)
  }

  /// The text, unpadded, as a string.
  public static func encodeString(_ bytes: Span<UInt8>) -> String {
    String(decoding: encode(bytes), as: UTF8.self)
  }

  /// The bytes; nil for padding, white space, foreign characters or bits left over, so that no two texts mean the same.
  public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
    Base64Alphabet.url.decode(text)
  }

  /// The bytes; nil for padding, white space, foreign characters or bits left over.
  public static func decode(_ text: String) -> [UInt8]? {
    decode(Array(text.utf8).span)
  }
}
