import Cryptography

/// The right edge of the tree in memory: the partial tile of each level, the partial entry bundle, and the tiles that
/// became full since the last commit.
struct TreeEdge {
  /// One file of the tree as it must be written.
  struct File {
    let coordinate: TileCoordinate
    let bytes: [UInt8]
  }

  private(set) var range = CompactRange()
  /// The hashes of each level's partial tile, 32 bytes each.
  private var levels = [[UInt8]](repeating: [], count: TileCoordinate.maximumLevels)
  private var bundle: [UInt8] = []
  /// Tiles and bundles that became full and are not committed yet.
  private(set) var full: [File] = []
  /// The size whose edge lies on the disk.
  private(set) var committed: UInt64 = 0

  init() {}

  /// The edge of a tree on the disk: the hashes of each level's partial tile and the bytes of its partial bundle.
  init?(size: UInt64, levels partial: [[UInt8]], bundle: [UInt8]) {
    var subtrees: [Digest32] = []
    for level in partial.indices.reversed() { subtrees += TreeEdge.perfectSubtrees(partial[level]) }
    guard let range = CompactRange(size: size, subtrees: subtrees) else { return nil }
    self.range = range
    for level in partial.indices { levels[level] = partial[level] }
    self.bundle = bundle
    committed = size
  }

  var size: UInt64 { range.size }

  /// Appends the entry in a buffer.
  mutating func append(_ entry: EntryBuffer) {
    append(entry.bytes)
  }

  /// Appends an entry of at most 65,535 bytes.
  mutating func append(_ entry: Span<UInt8>) {
    bundle.append(UInt8(truncatingIfNeeded: entry.count >> 8))
    bundle.append(UInt8(truncatingIfNeeded: entry.count))
    unsafe entry.withUnsafeBufferPointer { unsafe bundle.append(contentsOf: $0) }
    let index = size
    let leaf = MerkleHash.leaf(entry)
    var upper: [Digest32] = []
    range.append(leaf) { height, hash in
      if height > 0, height % 8 == 0 { upper.append(hash) }
    }
    add(leaf, level: 0, index: index)
    for (offset, hash) in upper.enumerated() { add(hash, level: offset + 1, index: index) }
  }

  private mutating func add(_ hash: Digest32, level: Int, index: UInt64) {
    unsafe hash.bytes.withUnsafeBufferPointer { unsafe levels[level].append(contentsOf: $0) }
    fill(level: level, index: index)
  }

  private mutating func fill(level: Int, index: UInt64) {
    guard levels[level].count == TileCoordinate.fullWidth * Digest32.count else { return }
    let tile = index >> UInt64(8 * (level + 1))
    full.append(File(coordinate: TileCoordinate(content: .hashes(level: level), index: tile), bytes: levels[level]))
    levels[level].removeAll(keepingCapacity: true)
    guard level == 0 else { return }
    full.append(File(coordinate: TileCoordinate(content: .entries, index: tile), bytes: bundle))
    bundle.removeAll(keepingCapacity: true)
  }

  /// The partial files of this size that the last commit did not write.
  var partial: [File] {
    TileLayout.edge(size: size).compactMap { coordinate in
      switch coordinate.content {
      case .entries: File(coordinate: coordinate, bytes: bundle)
      case .hashes(let level):
        TileLayout.count(size: size, level: level) == TileLayout.count(size: committed, level: level)
          ? nil : File(coordinate: coordinate, bytes: levels[level])
      }
    }
  }

  /// Says that `full` and `partial` are on the disk; gives the folders of partial tiles that full ones replaced.
  mutating func commit() -> [String] {
    let replaced = full.map(\.coordinate.partialFolder)
    full.removeAll()
    committed = size
    return replaced
  }

  /// The perfect subtrees over a partial tile's hashes, largest first.
  private static func perfectSubtrees(_ tile: [UInt8]) -> [Digest32] {
    var hashes = TileHashes.split(tile)[...]
    var subtrees: [Digest32] = []
    for bit in [128, 64, 32, 16, 8, 4, 2, 1] where hashes.count & bit != 0 {
      subtrees.append(TileHashes.root(Array(hashes.prefix(bit))))
      hashes = hashes.dropFirst(bit)
    }
    return subtrees
  }
}
