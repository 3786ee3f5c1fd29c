import Cryptography

/// Holds a tree on the disk against itself: entries against hashes, hashes against those above them.
struct TreeCheck {
  let log: LogFolder
  let size: UInt64

  /// Reads the whole log and gives its root; throws at the first entry where it contradicts itself.
  ///
  /// `visit` sees each entry after its hash was found right.
  func whole(
    visit: (_ index: UInt64, _ entry: [UInt8]) throws(LogDamage) -> Void
  ) throws(LogDamage) -> Digest32 {
    var range = CompactRange()
    var upper = UpperTiles(log: log, size: size)
    for bundle in 0..<TileLayout.tiles(size: size, level: 0) {
      try checkBundle(bundle) { (index, entry, leaf) throws(LogDamage) in
        var completed: [(height: Int, hash: Digest32)] = []
        range.append(leaf) { height, hash in
          if height > 0, height % 8 == 0 { completed.append((height, hash)) }
        }
        try visit(index, entry)
        for (height, hash) in completed {
          try upper.check(hash, level: height / 8, number: index >> UInt64(height))
        }
      }
    }
    return range.root
  }

  /// Checks the bundles from the one of an entry on, and that each full tile has its hash in the level above.
  func recent(from first: UInt64) throws(LogDamage) {
    var upper = UpperTiles(log: log, size: size)
    for bundle in first >> 8..<TileLayout.tiles(size: size, level: 0) {
      var hashes: [Digest32] = []
      try checkBundle(bundle) { (_, _, leaf) throws(LogDamage) in hashes.append(leaf) }
      guard hashes.count == TileCoordinate.fullWidth else { continue }
      try upper.check(TileHashes.root(hashes), level: 1, number: bundle)
    }
  }

  private func checkBundle(
    _ bundle: UInt64, visit: (_ index: UInt64, _ entry: [UInt8], _ leaf: Digest32) throws(LogDamage) -> Void
  ) throws(LogDamage) {
    let (entries, damage) = try log.wholeEntries(bundle: bundle, size: size)
    let hashes = try log.hashes(level: 0, index: bundle, size: size)
    for (offset, entry) in entries.enumerated() {
      let index = bundle << 8 + UInt64(offset)
      let leaf = MerkleHash.leaf(entry.span)
      guard leaf == hashes[offset] else { throw LogDamage(index: index, "the entry and its hash do not agree") }
      try visit(index, entry, leaf)
    }
    if let damage { throw damage }
  }
}

/// The tiles above level 0, each read once as the check moves to the right.
private struct UpperTiles {
  let log: LogFolder
  let size: UInt64
  private var current: [Int: (index: UInt64, hashes: [Digest32])] = [:]

  init(log: LogFolder, size: UInt64) {
    self.log = log
    self.size = size
  }

  mutating func check(_ hash: Digest32, level: Int, number: UInt64) throws(LogDamage) {
    let index = number >> 8
    if current[level]?.index != index {
      current[level] = (index, try log.hashes(level: level, index: index, size: size))
    }
    guard current[level]?.hashes[Int(number & 255)] == hash else {
      let first = number << UInt64(8 * level)
      throw LogDamage(index: first, "the hash over the entries from here on is another at level \(level)")
    }
  }
}
