/// Checks UTF-8 byte by byte: no overlong form, no surrogate, nothing over U+10FFFF (RFC 3629).
public struct UTF8Check {
  private var remaining = 0
  private var lower: UInt8 = 0x80
  private var upper: UInt8 = 0xbf

  public init() {}

  /// Whether what was accepted ends with a whole character.
  public var isComplete: Bool { remaining == 0 }

  /// Takes the next byte; false where no character can go on like that.
  public mutating func accept(_ byte: UInt8) -> Bool {
    if remaining == 0 { return begin(byte) }
    guard byte >= lower && byte <= upper else { return false }
    lower = 0x80
    upper = 0xbf
    remaining -= 1
    return true
  }

  private mutating func begin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x7f: return true
    case 0xc2...0xdf: remaining = 1
    case 0xe0...0xef:
      remaining = 2
      if byte == 0xe0 { lower = 0xa0 }
      if byte == 0xed { upper = 0x9f }
    case 0xf0...0xf4:
      remaining = 3
      if byte == 0xf0 { lower = 0x90 }
      if byte == 0xf4 { upper = 0x8f }
    default: return false
    }
    return true
  }
}
