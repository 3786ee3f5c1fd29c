import Bytes

/// Finds bytes.
enum ByteSearch {
  /// The first place in `range` that holds `first` or `second`, or the range's end.
  static func either(_ first: UInt8, _ second: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    bytes.firstOffset(ofEither: first, or: second, in: range)
  }
}
