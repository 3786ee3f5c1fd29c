import Bytes

/// A key as the walk sees it.
struct JSONKey {
  /// Of the unescaped, case-folded key.
  let hash: UInt64
  /// Whether folding changed nothing: no capital letter and nothing that folds to another.
  let isFolded: Bool
}

/// Hashes keys after unescaping and case folding, eight bytes at a time for the plain ones.
struct KeyReader: ~Copyable {
  private let seed: UInt64
  private var unescaped: [UInt8] = []
  private var folded: [UInt8] = []

  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  private static var highs: UInt64 { 0x8080_8080_8080_8080 }

  init(seed: UInt64) { self.seed = seed }

  /// Reads the key whose inside is `range`; nil where it holds U+0000.
  mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> JSONKey? {
    if let key = plain(bytes, range) { return key }
    unescaped.removeAll(keepingCapacity: true)
    folded.removeAll(keepingCapacity: true)
    JSONEscapes.append(bytes, range, to: &unescaped)
    if unescaped.span.firstOffset(ofEither: 0, or: 0, in: 0..<unescaped.count) < unescaped.count { return nil }
    Self.fold(unescaped, to: &folded)
    let key = plain(folded.span, 0..<folded.count) ?? hashed(folded.span)
    return JSONKey(hash: key.hash, isFolded: folded == unescaped)
  }

  private static func fold(_ text: [UInt8], to output: inout [UInt8]) { CaseFolding.append(text.span, to: &output) }

  /// The hash of a name that is folded already.
  func hash(of name: [UInt8]) -> UInt64 { plain(name.span, 0..<name.count)?.hash ?? 0 }

  /// Nil where the key has an escape or a byte beyond ASCII.
  @inline(__always)
  private func plain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> JSONKey? {
    var hash = seed
    var capitals: UInt64 = 0
    var index = range.lowerBound
    while index < range.upperBound {
      let word = Self.word(bytes, index, range.upperBound &- index)
      let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
      if (word | (backslash &- Self.ones) & ~backslash) & Self.highs != 0 { return nil }
      let fromA = word &+ 0x3F3F_3F3F_3F3F_3F3F
      let afterZ = word &+ 0x2525_2525_2525_2525
      let isCapital = fromA & ~afterZ & Self.highs
      capitals |= isCapital
      hash = KeyHash.mix(hash, word | isCapital >> 2)
      index &+= 8
    }
    return JSONKey(hash: hash, isFolded: capitals == 0)
  }

  /// The hash of folded bytes that are not all plain ASCII; apart from the plain ones by its starting value.
  private func hashed(_ bytes: Span<UInt8>) -> JSONKey {
    var hash = ~seed
    var index = 0
    while index < bytes.count {
      hash = KeyHash.mix(hash, Self.word(bytes, index, bytes.count &- index))
      index &+= 8
    }
    return JSONKey(hash: hash, isFolded: false)
  }

  /// Up to eight bytes from `index`, the first in the lowest byte, zeros after `count`: a key has no zero of its own,
  /// so its length need not be hashed.
  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, _ index: Int, _ count: Int) -> UInt64 {
    if index &+ 8 <= bytes.count {
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      return count >= 8 ? word : word & (1 << UInt64(count &* 8) &- 1)
    }
    var word: UInt64 = 0
    for offset in 0..<min(8, count) { word |= UInt64(bytes[index &+ offset]) << UInt64(offset &* 8) }
    return word
  }
}
