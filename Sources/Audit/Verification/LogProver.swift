public import Cryptography

/// Makes proofs from a log's tiles.
public struct LogProver: Sendable {
  private let log: LogFolder
  /// The checkpoint the proofs lead to, as it was signed.
  public let signedCheckpoint: [UInt8]
  public let checkpoint: Checkpoint

  /// Proves against the log's present checkpoint; throws when it is missing or not signed by the key.
  public init(log: LogFolder, key: VerifierKey) throws(LogDamage) {
    (signedCheckpoint, checkpoint) = try log.checkpoint(key: key)
    self.log = log
  }

  /// The proof that the entry lies at the index; throws when the tree does not reach it or a tile is damaged.
  public func inclusion(of index: UInt64) throws(LogDamage) -> InclusionProof {
    guard index < checkpoint.size else { throw LogDamage(index: nil, "the log has no entry \(index)") }
    var path: [Range<UInt64>] = []
    var range = 0..<checkpoint.size
    while range.upperBound - range.lowerBound > 1 {
      let middle = range.lowerBound + LogProver.split(range.upperBound - range.lowerBound)
      let isLeft = index < middle
      path.append(isLeft ? middle..<range.upperBound : range.lowerBound..<middle)
      range = isLeft ? range.lowerBound..<middle : middle..<range.upperBound
    }
    var hashes: [Digest32] = []
    for sibling in path.reversed() { hashes.append(try root(of: sibling)) }
    return InclusionProof(index: index, size: checkpoint.size, hashes: hashes)
  }

  /// The proof that the tree of `older` entries is the beginning of this one; nil when it is no smaller tree.
  public func consistency(from older: UInt64) throws(LogDamage) -> ConsistencyProof? {
    guard older > 0, older <= checkpoint.size else { return nil }
    var hashes: [Digest32] = []
    var range = 0..<checkpoint.size
    var isWhole = true
    while older < range.upperBound {
      let middle = range.lowerBound + LogProver.split(range.upperBound - range.lowerBound)
      if older <= middle {
        hashes.append(try root(of: middle..<range.upperBound))
        range = range.lowerBound..<middle
      } else {
        hashes.append(try root(of: range.lowerBound..<middle))
        range = middle..<range.upperBound
        isWhole = false
      }
    }
    if !isWhole { hashes.append(try root(of: range)) }
    return ConsistencyProof(from: older, to: checkpoint.size, hashes: hashes.reversed())
  }

  /// The root of the first `size` entries, from the tiles.
  public func root(size: UInt64) throws(LogDamage) -> Digest32 {
    size == 0 ? MerkleHash.empty : try root(of: 0..<size)
  }
}

extension LogProver {
  /// The largest power of two below a number above 1 (RFC 6962 section 2.1).
  private static func split(_ count: UInt64) -> UInt64 {
    1 << UInt64(UInt64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }

  /// The hash over a range that begins at a multiple of the power of two that spans it.
  private func root(of range: Range<UInt64>) throws(LogDamage) -> Digest32 {
    let count = range.upperBound - range.lowerBound
    if count & (count - 1) == 0 { return try perfect(range.lowerBound, height: count.trailingZeroBitCount) }
    let middle = range.lowerBound + LogProver.split(count)
    let left = try root(of: range.lowerBound..<middle)
    return MerkleHash.node(left, try root(of: middle..<range.upperBound))
  }

  /// The hash of a perfect subtree: stored, or at most 255 hashes away from what is stored.
  private func perfect(_ first: UInt64, height: Int) throws(LogDamage) -> Digest32 {
    let level = height / 8
    let number = first >> UInt64(8 * level)
    let tile = try log.hashes(level: level, index: number >> 8, size: checkpoint.size)
    let start = Int(number & 255)
    return TileHashes.root(Array(tile[start..<start + 1 << (height % 8)]))
  }
}
