/// Durations as settings and options write them: a whole number and a unit, `250ms`, `90s`, `15m`, `12h`, `30d`.
enum DurationText {
  private static let units: [(suffix: String, nanoseconds: UInt64)] = [
    ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
  ]

  /// The length in nanoseconds, or nil where the text is no duration or longer than 100 years.
  static func nanoseconds(_ text: String) -> UInt64? {
    for unit in units where text.hasSuffix(unit.suffix) {
      guard let count = DecimalText.parse(text.dropLast(unit.suffix.count)) else { continue }
      let (product, overflow) = UInt64(count).multipliedReportingOverflow(by: unit.nanoseconds)
      return overflow || product > 36_525 * 86_400_000_000_000 ? nil : product
    }
    return nil
  }

  /// The shortest exact spelling: 900 seconds is `15m`.
  static func text(seconds: Int64) -> String {
    for (unit, length) in [("d", 86400 as Int64), ("h", 3600), ("m", 60)] where seconds > 0 && seconds % length == 0 {
      return "\(seconds / length)\(unit)"
    }
    return "\(seconds)s"
  }
}
