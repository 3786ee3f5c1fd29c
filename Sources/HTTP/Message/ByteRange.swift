/// A run of bytes inside a message's buffer: offset and length from the start of the message.
@frozen
public struct ByteRange: Equatable, Sendable {
  /// The offset of the first byte.
  public var start: Int32
  /// How many bytes.
  public var count: Int32

  /// A range within a head, whose limits keep it far below 2 GiB.
  public init(_ start: Int, _ count: Int) {
    self.start = Int32(truncatingIfNeeded: start)
    self.count = Int32(truncatingIfNeeded: count)
  }

  /// No range: what was not found.
  public static let none = ByteRange(0, 0)

  /// The offsets, as `Span.extracting` takes them.
  @inlinable
  public var range: Range<Int> { Int(start)..<Int(start) + Int(count) }

  /// Whether the range holds nothing; true for `none` and for an empty value.
  @inlinable
  public var isEmpty: Bool { count == 0 }
}

extension Span where Element == UInt8 {
  /// The bytes of a range that was found in this span.
  @_lifetime(copy self)
  @inlinable
  public func slice(_ range: ByteRange) -> Span<UInt8> { extracting(range.range) }
}
