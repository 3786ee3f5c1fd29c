import Cryptography

/// Random words of ASCII letters and digits, which survive every shell, URL and double click.
enum Base62 {
  /// A word of so many characters, each drawn evenly from 62.
  static func random(_ count: Int) -> [UInt8] {
    var word: [UInt8] = []
    word.reserveCapacity(count)
    while word.count < count {
      // 248 = 4 × 62: a byte above it would favour the first letters.
      for byte in SecureRandom.bytes(count) where byte < 248 && word.count < count { word.append(digit(byte % 62)) }
    }
    return word
  }

  /// The number in so many digits, the highest first; it must fit.
  static func encode(_ value: UInt32, count: Int) -> [UInt8] {
    var rest = value
    var digits: [UInt8] = []
    for _ in 0..<count {
      digits.append(digit(UInt8(rest % 62)))
      rest /= 62
    }
    return digits.reversed()
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    switch value {
    case 0..<10: 0x30 + value
    case 10..<36: 0x41 + value - 10
    default: 0x61 + value - 36
    }
  }
}
