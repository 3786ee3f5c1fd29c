/// A range of entries that hangs under one node of a larger tree.
///
/// `start` is a multiple of the power of two that holds the range.
/// Source: draft-ietf-plants-merkle-tree-certs, "Subtrees". A whole tree is the subtree that starts at 0.
public struct Subtree: Equatable, Sendable {
  /// The first entry.
  public let start: UInt64
  /// One past the last entry.
  public let end: UInt64

  /// Nil for an empty range and for one that no node spans.
  public init?(start: UInt64, end: UInt64) {
    guard start < end, end <= UInt64(Int64.max) else { return nil }
    let span = end - start
    let power: UInt64 = span == 1 ? 1 : 1 << UInt64(UInt64.bitWidth - (span - 1).leadingZeroBitCount)
    guard start % power == 0 else { return nil }
    self.start = start
    self.end = end
  }

  /// The number of entries.
  public var count: UInt64 { end - start }
}
