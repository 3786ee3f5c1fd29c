/// Numbers as ASCII digits, read and written without String: `Int("+5")` is 5, and no parser of ours may think so.
public enum Digits {
  /// Reads digits only: no sign, no space, no empty input, no more than 18 digits. Nil for anything else.
  public static func decimal(_ bytes: Span<UInt8>) -> Int? {
    guard bytes.count >= 1, bytes.count <= 18 else { return nil }
    var value = 0
    for i in bytes.indices {
      let digit = bytes[i] &- 0x30
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    return value
  }

  /// The value of one hexadecimal digit, or nil.
  @inlinable
  public static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  /// The lower-case digit of a value from 0 to 15.
  @inlinable
  public static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x57 + value
  }

  /// The eight lower-case digits of a value, the first of them in the highest byte; all at once.
  @inlinable
  public static func hexadecimal(_ value: UInt32) -> UInt64 {
    // One nibble in each byte.
    var nibbles = UInt64(value)
    nibbles = (nibbles | nibbles << 16) & 0x0000_ffff_0000_ffff
    nibbles = (nibbles | nibbles << 8) & 0x00ff_00ff_00ff_00ff
    nibbles = (nibbles | nibbles << 4) & 0x0f0f_0f0f_0f0f_0f0f
    // Ten and more become letters, 0x27 further on.
    let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
  }

  static func writeDecimal(_ value: UInt64, to target: UnsafeMutablePointer<UInt8>, negative: Bool) -> Int {
    var length = 1
    var rest = value / 10
    while rest > 0 {
      length += 1
      rest /= 10
    }
    let sign = negative ? 1 : 0
    if negative { unsafe target[0] = 0x2d }
    var left = value
    for i in stride(from: sign + length - 1, through: sign, by: -1) {
      unsafe target[i] = 0x30 + UInt8(left % 10)
      left /= 10
    }
    return sign + length
  }

  static func writeHexadecimal(_ value: UInt64, to target: UnsafeMutablePointer<UInt8>) -> Int {
    let length = value == 0 ? 1 : (67 - value.leadingZeroBitCount) / 4
    for i in 0..<length {
      let shift = UInt64(4 * (length - 1 - i))
      unsafe target[i] = hexadecimalDigit(UInt8(truncatingIfNeeded: value >> shift) & 15)
    }
    return length
  }
}
