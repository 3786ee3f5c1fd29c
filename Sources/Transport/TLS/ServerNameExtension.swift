/// The extension in which a client says whom it wants to reach (RFC 6066, 3).
enum ServerNameExtension {
  /// Where the host's name stands; nil where the extension is malformed, which OpenSSL answers, or names none.
  static func hostName(_ bytes: Span<UInt8>) -> Range<Int>? {
    var reader = HelloReader(bytes)
    guard let list = reader.vector16(), reader.isAtEnd else { return nil }
    var names = HelloReader(bytes, list)
    guard let kind = names.byte(), kind == 0 else { return nil }
    return names.vector16()
  }
}
