import Cryptography

/// The hashes inside one tile.
enum TileHashes {
  /// A tile's bytes as hashes; bytes past the last whole hash are left out.
  static func split(_ tile: [UInt8]) -> [Digest32] {
    stride(from: 0, to: tile.count - tile.count % Digest32.count, by: Digest32.count).map {
      Digest32(tile.span.extracting($0..<$0 + Digest32.count))!
    }
  }

  /// The root over a power of two of hashes.
  static func root(_ hashes: [Digest32]) -> Digest32 {
    var hashes = hashes
    while hashes.count > 1 {
      hashes = stride(from: 0, to: hashes.count, by: 2).map { MerkleHash.node(hashes[$0], hashes[$0 + 1]) }
    }
    return hashes[0]
  }
}
