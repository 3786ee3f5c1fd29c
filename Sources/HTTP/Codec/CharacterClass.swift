import Bytes

/// Classes of bytes in HTTP's grammar (RFC 9110, 5.5 and 5.6.2).
public enum CharacterClass {
  /// tchar, as two bit sets over the 128 ASCII codes.
  private static func bits(_ byte: UInt8) -> UInt64 {
    // ! # $ % & ' * + - . and digits below 64; letters ^ _ ` | ~ above.
    byte < 64 ? 0x03ff_6cfa_0000_0000 : 0x57ff_ffff_c7ff_fffe
  }

  /// Whether a byte may stand in a token: a method or a field name.
  @inline(__always)
  static func isToken(_ byte: UInt8) -> Bool {
    byte < 128 && bits(byte) >> UInt64(byte & 63) & 1 == 1
  }

  /// Whether all bytes may stand in a field value: no control character but the tab; bytes over 0x7f are opaque.
  ///
  /// Eight bytes at a time: credentials are long and every byte of them passes here.
  static func isFieldValue(_ bytes: Span<UInt8>) -> Bool {
    let raw = unsafe bytes.bytes
    var i = 0
    while i &+ 8 <= bytes.count {
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self)
      // A set bit says "perhaps": a borrow may mark the byte above a true hit, so such a word is read byte by byte.
      let low = (word &- 0x2020_2020_2020_2020) & ~word
      let deleted = word ^ 0x7f7f_7f7f_7f7f_7f7f
      let gone = (deleted &- 0x0101_0101_0101_0101) & ~deleted
      if (low | gone) & 0x8080_8080_8080_8080 != 0, !arePlain(bytes, i..<i &+ 8) { return false }
      i &+= 8
    }
    return arePlain(bytes, i..<bytes.count)
  }

  private static func arePlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for i in range {
      let byte = bytes[i]
      if byte < 0x20 && byte != 0x09 || byte == 0x7f { return false }
    }
    return true
  }
}
