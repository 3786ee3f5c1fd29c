/// A run of entries, each behind its length in two bytes, big-endian (C2SP tlog-tiles, "Log entries").
enum EntryBundle {
  /// The whole entries, and how many bytes after the last whole one are left.
  static func split(_ bytes: [UInt8]) -> (entries: [[UInt8]], rest: Int) {
    var entries: [[UInt8]] = []
    var offset = 0
    while offset + 2 <= bytes.count {
      let end = offset + 2 + Int(bytes[offset]) << 8 + Int(bytes[offset + 1])
      guard end <= bytes.count else { break }
      entries.append(Array(bytes[offset + 2..<end]))
      offset = end
    }
    return (entries, bytes.count - offset)
  }
}
