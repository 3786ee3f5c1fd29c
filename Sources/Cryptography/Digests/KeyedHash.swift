/// A fast hash under a random key, for tables whose keys an attacker can choose; no proof of anything by itself.
///
/// Folded 64×64-bit multiplication over 16 bytes a step, each value under its own seed, so that collisions cannot be
/// prepared outside.
@frozen public struct KeyedHash: Sendable {
  @usableFromInline let first: UInt64
  @usableFromInline let second: UInt64
  @usableFromInline let seed: UInt64

  /// A hash under a fresh random key.
  public init() {
    let random = SecureRandom.digest()
    var words: InlineArray<3, UInt64> = [0, 0, 0]
    for index in 0..<24 { words[index / 8] = words[index / 8] << 8 | UInt64(random.bytes[index]) }
    first = words[0] | 1
    second = words[1] | 1
    seed = words[2]
  }

  /// The hash of all the bytes.
  @inlinable
  public func hash(_ bytes: Span<UInt8>) -> UInt64 {
    let count = bytes.count
    var state = KeyedHash.fold(seed ^ UInt64(truncatingIfNeeded: count), first)
    var position = 0
    while position &+ 16 <= count {
      let left = KeyedHash.load(bytes, at: position)
      let right = KeyedHash.load(bytes, at: position &+ 8)
      state = KeyedHash.fold(left ^ first, right ^ state)
      position &+= 16
    }
    var left: UInt64 = 0
    var right: UInt64 = 0
    if position &+ 8 <= count {
      left = KeyedHash.load(bytes, at: position)
      position &+= 8
    }
    while position < count {
      right = right << 8 | UInt64(bytes[position])
      position &+= 1
    }
    state = KeyedHash.fold(left ^ second, right ^ state)
    return KeyedHash.fold(state ^ first, second)
  }

  @inlinable
  static func load(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset &+ 8 <= bytes.count)
    return unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
  }

  @inlinable
  static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
