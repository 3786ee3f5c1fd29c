import Cryptography

/// The right edge of the tree in memory: the partial tile of each level, the partial entry bundle, and the tiles that
/// became full since the last commit.
///
/// Entries wait until 256 are there, or until somebody asks for hashes; then their leaves are hashed side by side, and
/// so are the nodes above them.
struct TreeEdge {
  /// One file of the tree as it must be written.
  struct File {
    let coordinate: TileCoordinate
    let bytes: [UInt8]
  }

  /// How many entries the tree has.
  private(set) var size: UInt64 = 0
  /// The hashes of each level's partial tile, 32 bytes each; in level 0 those of waiting leaves are missing.
  private var levels = [[UInt8]](repeating: [], count: TileCoordinate.maximumLevels)
  private var bundle: [UInt8] = []
  private let leaves = SHA256Batch()
  private let nodes = NodeHasher()
  /// Tiles and bundles that became full and are not committed yet.
  private(set) var full: [File] = []
  /// Memory of files that were written, for those to come.
  private var spare: [[UInt8]] = []
  /// The size whose edge lies on the disk.
  private(set) var committed: UInt64 = 0

  init() {}

  /// The edge of a tree on the disk: the hashes of each level's partial tile and the bytes of its partial bundle.
  init?(size: UInt64, levels partial: [[UInt8]], bundle: [UInt8]) {
    guard partial.count == TileLayout.levels(size: size) else { return nil }
    for level in partial.indices {
      let count = Int(TileLayout.count(size: size, level: level) & 255)
      guard partial[level].count == count * Digest32.count else { return nil }
      levels[level] = partial[level]
    }
    self.bundle = bundle
    self.size = size
    committed = size
  }

  /// Appends what a writer wrote.
  mutating func append(_ writer: EntryWriter) {
    append(writer.entry)
  }

  /// Appends an entry of at most 65,535 bytes.
  mutating func append(_ entry: Span<UInt8>) {
    bundle.append(UInt8(truncatingIfNeeded: entry.count >> 8))
    bundle.append(UInt8(truncatingIfNeeded: entry.count))
    unsafe entry.withUnsafeBufferPointer { unsafe bundle.append(contentsOf: $0) }
    if !leaves.hasRoom(for: entry.count) { leaves.drain(into: &levels[0]) }
    leaves.append(prefix: MerkleHash.leafPrefix, entry)
    size += 1
    if size & 255 == 0 { closeTile() }
  }

  /// The root of the tree (RFC 6962 section 2.1).
  mutating func root() -> Digest32 {
    leaves.drain(into: &levels[0])
    var root: Digest32?
    for level in levels.indices {
      for subtree in nodes.perfectSubtrees(levels[level]).reversed() {
        root = root.map { MerkleHash.node(subtree, $0) } ?? subtree
      }
    }
    return root ?? MerkleHash.empty
  }

  /// The partial files of this size that the last commit did not write.
  mutating func partial() -> [File] {
    leaves.drain(into: &levels[0])
    return TileLayout.edge(size: size).compactMap { coordinate in
      switch coordinate.content {
      case .entries: File(coordinate: coordinate, bytes: bundle)
      case .hashes(let level):
        TileLayout.count(size: size, level: level) == TileLayout.count(size: committed, level: level)
          ? nil : File(coordinate: coordinate, bytes: levels[level])
      }
    }
  }

  /// Says that `full` and `partial` are on the disk; gives the tiles whose partial versions full ones replaced.
  mutating func commit() -> [TileCoordinate] {
    // Only the first of a level had partial versions on the disk.
    let replaced = full.map(\.coordinate).filter { tile in
      TileLayout.width(size: committed, level: tile.level, index: tile.index) != nil
    }
    while let file = full.popLast() {
      guard spare.count < TreeEdge.mostSpare, file.coordinate.content == .entries else { continue }
      spare.append(file.bytes)
    }
    full.removeAll(keepingCapacity: true)
    committed = size
    return replaced
  }
}

extension TreeEdge {
  /// How many bundles' memory is kept for the next: what a busy second fills.
  private static let mostSpare = 64

  /// The last tile of level 0 is full: its root goes into the level above, and so on upwards.
  private mutating func closeTile() {
    leaves.drain(into: &levels[0])
    let bundleTile = TileCoordinate(content: .entries, index: (size - 1) >> 8)
    full.append(File(coordinate: bundleTile, bytes: bundle))
    bundle = spare.popLast() ?? []
    bundle.removeAll(keepingCapacity: true)
    for level in levels.indices {
      guard levels[level].count == TileCoordinate.fullWidth * Digest32.count else { return }
      let tile = TileCoordinate(content: .hashes(level: level), index: (size - 1) >> UInt64(8 * (level + 1)))
      let root = nodes.root(levels[level])
      full.append(File(coordinate: tile, bytes: levels[level]))
      levels[level] = []
      if level + 1 < levels.count {
        unsafe root.bytes.withUnsafeBufferPointer { unsafe levels[level + 1].append(contentsOf: $0) }
      }
    }
  }
}
