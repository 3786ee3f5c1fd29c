/// Which tiles a tree of some size has; pure arithmetic (C2SP tlog-tiles, "Partial Tiles").
public enum TileLayout {
  /// How many levels of tiles a tree of this size has; none when it is empty.
  public static func levels(size: UInt64) -> Int {
    var levels = 0
    var rest = size
    while rest > 0 {
      levels += 1
      rest >>= 8
    }
    return levels
  }

  /// How many hashes level `level` has in all its tiles together: `floor(size / 256^level)`.
  public static func count(size: UInt64, level: Int) -> UInt64 {
    level >= TileCoordinate.maximumLevels ? 0 : size >> UInt64(8 * level)
  }

  /// How many tiles, the partial one included, a level has.
  public static func tiles(size: UInt64, level: Int) -> UInt64 {
    (count(size: size, level: level) + 255) >> 8
  }

  /// The width of one tile of a level in a tree of this size; nil when the tree does not reach it.
  public static func width(size: UInt64, level: Int, index: UInt64) -> Int? {
    let count = count(size: size, level: level)
    guard index < tiles(size: size, level: level) else { return nil }
    return Int(min(UInt64(TileCoordinate.fullWidth), count - index << 8))
  }

  /// The partial tiles on the right edge of a tree, hashes from level 0 up and then the entry bundle.
  public static func edge(size: UInt64) -> [TileCoordinate] {
    var edge: [TileCoordinate] = []
    for level in 0..<levels(size: size) {
      let count = count(size: size, level: level)
      guard count & 255 > 0 else { continue }
      edge.append(TileCoordinate(content: .hashes(level: level), index: count >> 8, width: Int(count & 255)))
    }
    if size & 255 > 0 {
      edge.append(TileCoordinate(content: .entries, index: size >> 8, width: Int(size & 255)))
    }
    return edge
  }
}
