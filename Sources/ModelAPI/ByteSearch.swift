/// Finds bytes eight at a time.
enum ByteSearch {
  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  private static var highs: UInt64 { 0x8080_8080_8080_8080 }

  /// The first place in `range` that holds `first` or `second`, or the range's end.
  static func either(_ first: UInt8, _ second: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    let firsts = UInt64(first) &* ones
    let seconds = UInt64(second) &* ones
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound {
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      let found = zeros(word ^ firsts) | zeros(word ^ seconds)
      // The lowest set bit is exact: borrows only spoil bytes above a true zero.
      if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < range.upperBound, bytes[index] != first, bytes[index] != second { index &+= 1 }
    return index
  }

  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }
}
