/// Finds what was probably meant: the known name that is few edits away from the one given.
enum NearestName {
  /// The closest of `names`, or nil where none is close enough to be a slip of the finger.
  static func of(_ given: String, in names: some Sequence<String>) -> String? {
    let wanted = folded(given)
    guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
    let scored = names.map { (name: $0, distance: distance(wanted, folded($0))) }
    guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, wanted.count / 3) ? best.name : nil
  }

  /// `" (did you mean X?)"`, or nothing.
  static func hint(_ given: String, in names: some Sequence<String>) -> String {
    of(given, in: names).map { " (did you mean \($0)?)" } ?? ""
  }

  private static func folded(_ name: String) -> [UInt8] {
    name.lowercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
  }

  /// Edits between two names, a swap of neighbours counted as one (optimal string alignment).
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        let substituted = rows[i][j] + (a[i] == b[j] ? 0 : 1)
        var best = min(substituted, rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
