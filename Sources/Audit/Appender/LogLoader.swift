import Cryptography

/// Reads what a process needs to go on with a log.
enum LogLoader {
  /// The right edge of the tree on the disk; throws where a tile is missing or does not fit.
  static func edge(of log: LogFolder, size: UInt64) throws(LogDamage) -> TreeEdge {
    var levels: [[UInt8]] = []
    for level in 0..<TileLayout.levels(size: size) {
      let count = TileLayout.count(size: size, level: level)
      guard count & 255 > 0 else {
        levels.append([])
        continue
      }
      let hashes = try log.hashes(level: level, index: count >> 8, size: size)
      levels.append(hashes.flatMap(\.array))
    }
    var bundle: [UInt8] = []
    if size & 255 > 0 {
      for entry in try log.entries(bundle: size >> 8, size: size) {
        bundle += [UInt8(entry.count >> 8), UInt8(entry.count & 255)] + entry
      }
    }
    guard let edge = TreeEdge(size: size, levels: levels, bundle: bundle) else {
      throw LogDamage(index: nil, "the right edge does not fit the size \(size)")
    }
    return edge
  }

  /// Removes what a process that ended had written past its last checkpoint.
  static func removeLeftovers(of log: LogFolder, beyond size: UInt64) throws(DiskFailure) {
    for level in 0..<TileCoordinate.maximumLevels { try removeLeftovers(.hashes(level: level), of: log, beyond: size) }
    try removeLeftovers(.entries, of: log, beyond: size)
    for name in try log.root.names() where DurableWrite.isLeftover(name) { try log.root.remove(name) }
    let state = log.root.folder("state")
    for name in try state.names() where name != String(size) { try state.remove(name) }
  }

  private static func removeLeftovers(
    _ content: TileCoordinate.Content, of log: LogFolder, beyond size: UInt64
  ) throws(DiskFailure) {
    let level = TileCoordinate(content: content, index: 0).level
    let count = TileLayout.count(size: size, level: level)
    let edge = TileCoordinate(content: content, index: count >> 8)
    let partial = log.root.folder(edge.partialFolder)
    for name in try partial.names() where Decimal.parse(name.utf8).map({ $0 > count & 255 }) ?? true {
      try partial.remove(name)
    }
    // Files may be missing in between: their names were on their way to the disk.
    var first = edge.index
    while true {
      let folder = Folder(path: log.root.path(of: TileCoordinate(content: content, index: first).path).parentPath)
      guard folder.exists else { return }
      for name in try folder.names() {
        guard let tile = TileCoordinate.number(of: name), first / 1000 * 1000 + tile >= edge.index else { continue }
        if !name.hasSuffix(".p") {
          try folder.remove(name)
        } else if first / 1000 * 1000 + tile > edge.index {
          try folder.removeFolder(name)
        }
      }
      first = (first / 1000 + 1) * 1000
    }
  }
}
