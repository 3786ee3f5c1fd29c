/// Reads entries under a log's present checkpoint, in either direction, while a gateway goes on writing.
public struct LogReader: Sendable {
  private let log: LogFolder
  private let key: VerifierKey
  /// The checkpoint that bounds what is read.
  public private(set) var checkpoint: Checkpoint

  /// Reads under the present checkpoint; throws when it is missing or not signed by the key.
  public init(log: LogFolder, key: VerifierKey) throws(LogDamage) {
    self.log = log
    self.key = key
    checkpoint = try log.checkpoint(key: key).checkpoint
  }

  /// Takes the newest checkpoint; whether the log has grown.
  public mutating func refresh() throws(LogDamage) -> Bool {
    let newest = try log.checkpoint(key: key).checkpoint
    defer { checkpoint = newest }
    return newest.size > checkpoint.size
  }

  /// The entry at an index.
  public func entry(_ index: UInt64) throws(LogDamage) -> Entry {
    guard index < checkpoint.size else { throw LogDamage(index: nil, "the log has no entry \(index)") }
    return try Entry(index: index, bytes: log.entry(index, size: checkpoint.size))
  }

  /// Visits the entries of a range in order.
  public func forEach(
    in range: Range<UInt64>, _ visit: (Entry) throws(LogDamage) -> Void
  ) throws(LogDamage) {
    var index = range.lowerBound
    while index < min(range.upperBound, checkpoint.size) {
      for entry in try bundle(of: index, in: range) { try visit(entry) }
      index = (index & ~255) + 256
    }
  }

  /// The last entries that satisfy a condition, at most `limit`, oldest first.
  public func last(
    _ limit: Int, where isWanted: (Entry) throws(LogDamage) -> Bool
  ) throws(LogDamage) -> [Entry] {
    var found: [Entry] = []
    var end = checkpoint.size
    while end > 0, found.count < limit {
      let start = (end - 1) & ~255
      for entry in try bundle(of: start, in: start..<end).reversed() where found.count < limit {
        if try isWanted(entry) { found.append(entry) }
      }
      end = start
    }
    return found.reversed()
  }

  /// The wanted entries of the bundle that holds an index.
  private func bundle(of index: UInt64, in range: Range<UInt64>) throws(LogDamage) -> [Entry] {
    let first = index & ~255
    var entries: [Entry] = []
    for (offset, bytes) in try log.entries(bundle: index >> 8, size: checkpoint.size).enumerated() {
      let place = first + UInt64(offset)
      if range.contains(place) { entries.append(try Entry(index: place, bytes: bytes)) }
    }
    return entries
  }
}
