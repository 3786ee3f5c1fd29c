import Cryptography

/// Hashes the nodes over a run of hashes, a whole level side by side.
final class NodeHasher {
  private let batch = SHA256Batch()

  /// The root over a power of two of hashes, 32 bytes each.
  func root(_ hashes: [UInt8]) -> Digest32 {
    var level = hashes
    while level.count > Digest32.count {
      let below = level
      var above: [UInt8] = []
      above.reserveCapacity(below.count / 2)
      let bytes = below.span
      for start in stride(from: 0, to: below.count, by: 2 * Digest32.count) {
        let pair = bytes.extracting(start..<start + 2 * Digest32.count)
        if !batch.hasRoom(for: pair.count) { batch.drain(into: &above) }
        batch.append(prefix: MerkleHash.nodePrefix, pair)
      }
      batch.drain(into: &above)
      level = above
    }
    guard let root = Digest32(level.span) else { preconditionFailure("a root is over at least one hash") }
    return root
  }

  /// The perfect subtrees over a partial tile's hashes, largest first.
  func perfectSubtrees(_ tile: [UInt8]) -> [Digest32] {
    var start = 0
    return [128, 64, 32, 16, 8, 4, 2, 1].compactMap { width in
      guard tile.count / Digest32.count & width != 0 else { return nil }
      defer { start += width * Digest32.count }
      return root(Array(tile[start..<start + width * Digest32.count]))
    }
  }
}
