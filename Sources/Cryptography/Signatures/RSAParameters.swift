/// The checks an RSA public key must pass before it is used (RFC 7518 section 6.3.1, NIST SP 800-56B section 6.4).
enum RSAParameters {
  /// The smallest modulus, in bits (RFC 7518 section 3.3).
  static let minimumBits = 2048
  /// The largest modulus, in bits: verification time grows with its square.
  static let maximumBits = 8192

  /// The number of bits of an acceptable modulus; throws for a key that is malformed, short, or known to be weak.
  static func check(modulus: Span<UInt8>, exponent: Span<UInt8>) throws(CryptographyError) -> Int {
    guard let first = modulus.isEmpty ? nil : modulus[0], first != 0 else {
      throw .invalidKey("the RSA modulus is empty or begins with a zero byte")
    }
    let bits = modulus.count * 8 - first.leadingZeroBitCount
    guard bits >= minimumBits else { throw .invalidKey("the RSA modulus has fewer than \(minimumBits) bits") }
    guard bits <= maximumBits else { throw .invalidKey("the RSA modulus has more than \(maximumBits) bits") }
    guard modulus[modulus.count - 1] & 1 == 1 else { throw .invalidKey("the RSA modulus is even") }
    try check(exponent: exponent)
    guard !hasROCAFingerprint(modulus) else {
      throw .invalidKey("the RSA key was made by a generator whose keys can be factored (CVE-2017-15361)")
    }
    return bits
  }

  /// Odd, above 2¹⁶ and at most 64 bits: smaller ones are fragile, larger ones only slow.
  private static func check(exponent: Span<UInt8>) throws(CryptographyError) {
    guard (1...8).contains(exponent.count), exponent[0] != 0 else {
      throw .invalidKey("the RSA exponent is empty, padded or longer than 64 bits")
    }
    var value: UInt64 = 0
    for index in exponent.indices { value = value << 8 | UInt64(exponent[index]) }
    guard value > 1 << 16, value & 1 == 1 else { throw .invalidKey("the RSA exponent is even or below 65537") }
  }

  /// Primes for which the flawed generator leaves n in the subgroup that 65537 generates (Nemec et al., 2017).
  private static let fingerprintPrimes: [UInt32] = [
    11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157,
  ]

  /// Whether n is in that subgroup for every prime; an honest key is, with a chance below 2⁻²⁷.
  private static func hasROCAFingerprint(_ modulus: Span<UInt8>) -> Bool {
    for prime in fingerprintPrimes {
      var remainder: UInt32 = 0
      for index in modulus.indices { remainder = (remainder << 8 | UInt32(modulus[index])) % prime }
      var power: UInt32 = 1
      var isMember = false
      repeat {
        isMember = isMember || power == remainder
        power = power * (65537 % prime) % prime
      } while power != 1
      if !isMember { return false }
    }
    return true
  }
}
