/// The 64 characters of one base64 dialect and what both dialects share.
struct Base64Alphabet: Sendable {
  private let digits: [UInt8]
  /// The value of each of the 256 bytes; 255 for a byte outside the alphabet.
  private let values: [UInt8]

  static let standard = Base64Alphabet(last: [0x2b, 0x2f])
  static let url = Base64Alphabet(last: [0x2d, 0x5f])

  private init(last: [UInt8]) {
    let digits = [UInt8](0x41...0x5a) + [UInt8](0x61...0x7a) + [UInt8](0x30...0x39) + last
    var values = [UInt8](repeating: 255, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    self.digits = digits
    self.values = values
  }

  func encode(_ bytes: Span<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var bits: UInt32 = 0
    var held = 0
    for index in bytes.indices {
      bits = bits << 8 | UInt32(bytes[index])
      held += 8
      while held >= 6 {
        held -= 6
        text.append(digits[Int(bits >> UInt32(held) & 63)])
      }
    }
    if held > 0 { text.append(digits[Int(bits << UInt32(6 - held) & 63)]) }
    return text
  }

  /// Reads unpadded text; nil for a foreign character, an impossible length or bits that are not zero at the end.
  func decode(_ text: Span<UInt8>) -> [UInt8]? {
    guard text.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var held: UInt32 = 0
    for index in text.indices {
      let value = values[Int(text[index])]
      guard value < 64 else { return nil }
      bits = bits << 6 | UInt32(value)
      held += 6
      if held >= 8 {
        held -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> held))
      }
    }
    guard bits & (1 << held - 1) == 0 else { return nil }
    return bytes
  }
}
