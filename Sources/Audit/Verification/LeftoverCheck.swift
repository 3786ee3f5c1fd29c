import Cryptography

/// Holds the partial tiles of older checkpoints, which readers may still fetch, against the present ones.
struct LeftoverCheck {
  let log: LogFolder
  let size: UInt64

  func run() throws(LogDamage) {
    for tile in TileLayout.edge(size: size) {
      do {
        try check(tile)
      } catch let failure as DiskFailure {
        throw LogDamage(index: nil, failure.description)
      } catch let damage as LogDamage {
        throw damage
      } catch {
        throw LogDamage(index: nil, "\(error)")
      }
    }
  }

  private func check(_ tile: TileCoordinate) throws {
    let present = try log.bytes(of: tile) ?? []
    for name in try log.root.folder(tile.partialFolder).names() where name != String(tile.width) {
      let width = Decimal.parse(name.utf8) ?? 0
      // A width past the checkpoint's belongs to a commit that is under way.
      guard width > 0, width < UInt64(tile.width) else { continue }
      let older = try log.root.read("\(tile.partialFolder)/\(name)") ?? []
      guard present.starts(with: older), holds(older, width: Int(width), as: tile.content) else {
        throw LogDamage(index: nil, "\(tile.partialFolder)/\(name) is not the beginning of \(tile.path)")
      }
    }
  }

  private func holds(_ bytes: [UInt8], width: Int, as content: TileCoordinate.Content) -> Bool {
    if case .hashes = content { return bytes.count == width * Digest32.count }
    let (entries, rest) = EntryBundle.split(bytes)
    return entries.count == width && rest == 0
  }
}
