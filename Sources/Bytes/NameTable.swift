/// A closed set of names of at most 32 bytes, each with a number, found by a few loads and compares.
///
/// Bytes are looked up where they stand, eight at a time. A match is exact: with `foldingCase` a letter of a name
/// stands for both its cases, and nothing else stands for anything but itself.
public struct NameTable: Sendable {
  @usableFromInline
  struct Entry: Sendable {
    @usableFromInline var words = NameWords()
    // The bits that do not matter: the case bit of each letter where case is folded.
    @usableFromInline var ignored = NameWords()
    @usableFromInline var count = 0
    @usableFromInline var value: UInt8 = 0

    @usableFromInline
    init() {}
  }

  /// The longest name, in bytes.
  public static let longestName = 32

  @usableFromInline let entries: [Entry]
  // What is set in every word before it is hashed, so that both cases of a letter meet in one place.
  @usableFromInline let folded: UInt64
  @usableFromInline let mask: Int

  /// A table of different names, in lower case where case is folded.
  public init(_ names: [(name: StaticString, value: UInt8)], foldingCase: Bool) {
    var size = 16
    while size < names.count * 4 { size *= 2 }
    var entries = Array(repeating: Entry(), count: size)
    folded = foldingCase ? 0x2020_2020_2020_2020 : 0
    mask = size - 1
    for (name, value) in names {
      let bytes = unsafe Array(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
      precondition(!bytes.isEmpty && bytes.count <= Self.longestName, "a name of 1 to 32 bytes")
      var entry = Entry()
      entry.count = bytes.count
      entry.value = value
      entry.words = NameWords(bytes.span, 0, bytes.count)
      if foldingCase {
        let letters = bytes.map { $0 &- 0x61 < 26 ? UInt8(0x20) : 0 }
        entry.ignored = NameWords(letters.span, 0, letters.count)
      }
      var place = entry.words.hash(folded, entry.count) & mask
      while entries[place].count != 0 { place = (place + 1) & mask }
      entries[place] = entry
    }
    self.entries = entries
  }

  /// The number of the name at `start`, `count` bytes long; nil where the table does not have it.
  @inlinable
  public func lookup(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt8? {
    if count == 0 || count > 32 { return nil }
    let words = NameWords(bytes, start, count)
    var place = words.hash(folded, count) & mask
    while true {
      let kept = entries[place].count
      if kept == 0 { return nil }
      if kept == count, words.equals(entries[place].words, ignoring: entries[place].ignored) {
        return entries[place].value
      }
      place = (place &+ 1) & mask
    }
  }
}

/// The bytes of a short name as numbers: its first 24 bytes, and its last eight where it has more than eight.
@usableFromInline
struct NameWords: Sendable {
  @usableFromInline var first: UInt64 = 0
  @usableFromInline var second: UInt64 = 0
  @usableFromInline var third: UInt64 = 0
  @usableFromInline var last: UInt64 = 0

  @usableFromInline
  init() {}

  @inlinable
  init(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) {
    precondition(start >= 0 && count >= 0 && count <= bytes.count &- start)
    if count <= 8 {
      first = Self.short(bytes, start, count)
      return
    }
    let raw = unsafe bytes.bytes
    unsafe first = raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
    unsafe last = raw.unsafeLoadUnaligned(fromByteOffset: start &+ count &- 8, as: UInt64.self)
    if count > 16 { unsafe second = raw.unsafeLoadUnaligned(fromByteOffset: start &+ 8, as: UInt64.self) }
    if count > 24 { unsafe third = raw.unsafeLoadUnaligned(fromByteOffset: start &+ 16, as: UInt64.self) }
  }

  // At most eight bytes, zeros behind them.
  @inlinable
  static func short(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
    if bytes.count &- start >= 8 {
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
      return count == 8 ? word : word & (1 << UInt64(count &* 8) &- 1)
    }
    var word: UInt64 = 0
    for offset in 0..<count { word |= UInt64(bytes[start &+ offset]) << UInt64(offset &* 8) }
    return word
  }

  @inlinable
  func hash(_ folded: UInt64, _ count: Int) -> Int {
    let mixed =
      ((first | folded) &* 0x9e37_79b9_7f4a_7c15) ^ (((last | folded) &+ UInt64(count)) &* 0xc2b2_ae3d_27d4_eb4f)
    return Int(truncatingIfNeeded: mixed >> 40)
  }

  @inlinable
  func equals(_ other: NameWords, ignoring ignored: NameWords) -> Bool {
    // Each difference in brackets: `^` and `|` bind alike in Swift.
    let differences =
      ((first | ignored.first) ^ other.first) | ((second | ignored.second) ^ other.second)
      | ((third | ignored.third) ^ other.third) | ((last | ignored.last) ^ other.last)
    return differences == 0
  }
}
