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
  static func isFieldValue(_ bytes: Span<UInt8>) -> Bool { bytes.isFreeOfControls }
}
