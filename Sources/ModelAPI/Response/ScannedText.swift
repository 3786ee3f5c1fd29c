/// The beginning of a string in a response, as long as any word the reader knows.
struct ScannedText {
  static var capacity: Int { 32 }

  private var bytes = InlineArray<32, UInt8>(repeating: 0)
  /// Bytes kept; `capacity + 1` where the string is longer or has an escape, so that it equals no word.
  private(set) var count = 0

  mutating func clear() { count = 0 }

  /// Makes the text equal to nothing.
  mutating func spoil() { count = Self.capacity + 1 }

  mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) {
    guard count &+ range.count <= Self.capacity else { return spoil() }
    for offset in 0..<range.count { bytes[count &+ offset] = source[range.lowerBound &+ offset] }
    count &+= range.count
  }

  /// The key this is; `other` where it is none that matters.
  var key: ResponseKey { count > Self.capacity ? .other : ResponseKey(bytes.span, 0, count) }

  static func == (text: ScannedText, word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    for index in 0..<text.count where unsafe text.bytes[index] != word.utf8Start[index] { return false }
    return true
  }
}
