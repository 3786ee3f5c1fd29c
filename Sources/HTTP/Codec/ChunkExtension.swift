import Bytes

/// Chunk extensions (RFC 9112, 7.1.1): checked here, and then dropped, for nobody on the way may act on them.
enum ChunkExtension {
  /// Whether bytes are nothing, or `;name` and `;name=value` in a row, the value a token or in quotes.
  ///
  /// Space that the grammar calls bad is taken behind a semicolon and around an equals sign, where it is old practice,
  /// and refused where it could hide what follows: before a semicolon and at the end.
  static func isWellFormed(_ bytes: Span<UInt8>) -> Bool {
    var i = 0
    while i < bytes.count {
      guard bytes[i] == 0x3b else { return false }
      let name = behindSpace(bytes, i + 1)
      i = behindToken(bytes, name)
      if i == name { return false }
      let equals = behindSpace(bytes, i)
      guard equals < bytes.count, bytes[equals] == 0x3d else { continue }
      guard let end = behindValue(bytes, behindSpace(bytes, equals + 1)) else { return false }
      i = end
    }
    return true
  }

  private static func behindSpace(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var i = start
    while i < bytes.count, bytes[i] == 0x20 || bytes[i] == 0x09 { i += 1 }
    return i
  }

  private static func behindToken(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var i = start
    while i < bytes.count, CharacterClass.isToken(bytes[i]) { i += 1 }
    return i
  }

  private static func behindValue(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
    guard start < bytes.count, bytes[start] == 0x22 else {
      let end = behindToken(bytes, start)
      return end > start ? end : nil
    }
    var i = start + 1
    while i < bytes.count, bytes[i] != 0x22 {
      if bytes[i] == 0x5c { i += 1 }
      guard i < bytes.count, bytes[i] >= 0x20 || bytes[i] == 0x09, bytes[i] != 0x7f else { return nil }
      i += 1
    }
    return i < bytes.count ? i + 1 : nil
  }
}
