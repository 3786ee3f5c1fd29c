import Cryptography

/// A log's files as any reader sees them; writes nothing and takes no lock.
public struct LogFolder: Sendable {
  let root: Folder

  /// The log in the folder at `path`; nothing is read yet.
  public init(_ path: String) {
    root = Folder(path: path)
  }

  static let checkpointName = "checkpoint"

  /// The checkpoint's bytes as they lie there; nil where there is none.
  public func checkpointBytes() throws(DiskFailure) -> [UInt8]? {
    try root.read(LogFolder.checkpointName)
  }

  /// A tile's bytes: of the partial file, else the beginning of the full one, which replaces it when the log grows.
  func bytes(of tile: TileCoordinate) throws(DiskFailure) -> [UInt8]? {
    if let bytes = try root.read(tile.path) { return bytes }
    return tile.isFull ? nil : try root.read(tile.full.path)
  }

  /// The hashes of a tile of a tree of this size; damage names the first entry under the tile.
  func hashes(level: Int, index: UInt64, size: UInt64) throws(LogDamage) -> [Digest32] {
    let first = index << UInt64(8 * (level + 1))
    guard let width = TileLayout.width(size: size, level: level, index: index) else {
      throw LogDamage(index: first, "the tree has no tile \(index) at level \(level)")
    }
    let tile = TileCoordinate(content: .hashes(level: level), index: index, width: width)
    guard let bytes = try damage({ () throws(DiskFailure) in try bytes(of: tile) }, at: first) else {
      throw LogDamage(index: first, "\(tile.path) is missing")
    }
    let expected = width * Digest32.count
    guard bytes.count == expected || bytes.count == TileCoordinate.fullWidth * Digest32.count else {
      throw LogDamage(index: first, "\(tile.path) has \(bytes.count) bytes instead of \(expected)")
    }
    return TileHashes.split(Array(bytes.prefix(expected)))
  }

  /// The entries of a bundle of a tree of this size; damage names the first entry that is not whole.
  func entries(bundle index: UInt64, size: UInt64) throws(LogDamage) -> [[UInt8]] {
    let (entries, damage) = try wholeEntries(bundle: index, size: size)
    if let damage { throw damage }
    return entries
  }

  /// The whole entries of a bundle, and what is wrong with the file behind them.
  func wholeEntries(bundle index: UInt64, size: UInt64) throws(LogDamage) -> (entries: [[UInt8]], damage: LogDamage?) {
    let first = index << 8
    guard let width = TileLayout.width(size: size, level: 0, index: index) else {
      throw LogDamage(index: first, "the log has no entry \(first)")
    }
    let tile = TileCoordinate(content: .entries, index: index, width: width)
    guard let bytes = try damage({ () throws(DiskFailure) in try bytes(of: tile) }, at: first) else {
      throw LogDamage(index: first, "\(tile.path) is missing")
    }
    let (entries, rest) = EntryBundle.split(bytes)
    guard entries.count >= width else {
      return (entries, LogDamage(index: first + UInt64(entries.count), "\(tile.path) ends before it"))
    }
    guard rest == 0, entries.count == width || entries.count == TileCoordinate.fullWidth else {
      let last = first + UInt64(width) - 1
      return (Array(entries.prefix(width)), LogDamage(index: last, "\(tile.path) has bytes after its last entry"))
    }
    return (Array(entries.prefix(width)), nil)
  }

  /// One entry.
  public func entry(_ index: UInt64, size: UInt64) throws(LogDamage) -> [UInt8] {
    try entries(bundle: index >> 8, size: size)[Int(index & 255)]
  }

  private func damage<Value>(_ read: () throws(DiskFailure) -> Value, at index: UInt64) throws(LogDamage) -> Value {
    do {
      return try read()
    } catch {
      throw LogDamage(index: index, error.description)
    }
  }
}
