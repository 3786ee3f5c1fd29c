/// A run of bytes inside a message's buffer: offset and length from the start of the message.
public struct ByteRange: Equatable, Sendable {
  public var start: Int32
  public var count: Int32

  public init(_ start: Int, _ count: Int) {
    self.start = Int32(truncatingIfNeeded: start)
    self.count = Int32(truncatingIfNeeded: count)
  }

  public static let none = ByteRange(0, 0)

  public var range: Range<Int> { Int(start)..<Int(start) + Int(count) }

  public var isEmpty: Bool { count == 0 }
}

extension Span where Element == UInt8 {
  /// The bytes of a range that was found in this span.
  @_lifetime(copy self)
  public func slice(_ range: ByteRange) -> Span<UInt8> { extracting(range.range) }
}
