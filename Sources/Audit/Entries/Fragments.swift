import Cryptography

/// Members of entries that repeat, as an entry spells them: those of one caller at one address on one day, or the names
/// of one kind of call. Made once, then copied.
final class Fragments {
  /// The record's bytes that these members were made of.
  let key: [UInt8]
  /// What else they depend on.
  let context: UInt64
  private let text: [UInt8]
  private let ends: InlineArray<4, Int>

  /// Up to four runs of members in a row, the end of each in `ends`.
  init(key: Span<UInt8>, context: UInt64, text: Span<UInt8>, ends: InlineArray<4, Int>) {
    self.key = [UInt8](key)
    self.context = context
    self.text = [UInt8](text)
    self.ends = ends
  }

  /// One run of members.
  @inline(__always)
  func write(_ run: Int, to writer: inout EntryWriter) {
    let start = run == 0 ? 0 : ends[run - 1]
    let text = text
    writer.members(text.span.extracting(start..<ends[run]))
  }

  @inline(__always)
  func isMade(of bytes: Span<UInt8>, context: UInt64) -> Bool {
    let key = key
    return self.context == context && key.span.equals(bytes)
  }
}

/// Remembers fragments by the record's bytes they were made of; of two that share a place the later one stays.
struct FragmentCache {
  private var slots: [Fragments?]
  private let hash = KeyedHash()

  /// So many at once, a power of two.
  init(capacity: Int) {
    precondition(capacity.nonzeroBitCount == 1, "the place of a fragment is cut from a hash")
    slots = Array(repeating: nil, count: capacity)
  }

  /// Where the fragments of these bytes would be.
  @inline(__always)
  func slot(of bytes: Span<UInt8>) -> Int {
    Int(truncatingIfNeeded: hash.hash(bytes)) & (slots.count - 1)
  }

  /// The fragments there, if they are the right ones.
  @inline(__always)
  func find(_ bytes: Span<UInt8>, context: UInt64, at slot: Int) -> Fragments? {
    guard let found = slots[slot], found.isMade(of: bytes, context: context) else { return nil }
    return found
  }

  mutating func keep(_ fragments: Fragments, at slot: Int) {
    slots[slot] = fragments
  }

  mutating func removeAll() {
    for index in slots.indices { slots[index] = nil }
  }
}
