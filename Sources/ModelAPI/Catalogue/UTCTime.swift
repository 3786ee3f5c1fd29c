/// Writes an instant as RFC 3339 has it, in UTC.
enum UTCTime {
  /// Appends Unix seconds as `2026-01-02T03:04:05Z`; what lies before 1970 or after 9999 is written as 1970.
  static func append(_ seconds: Int64, to output: inout [UInt8]) {
    let time = seconds >= 0 && seconds < 253_402_300_800 ? Int(seconds) : 0
    let (year, month, day) = date(time / 86_400)
    append(year, 4, 0x2D, to: &output)
    append(month, 2, 0x2D, to: &output)
    append(day, 2, 0x54, to: &output)
    append(time / 3600 % 24, 2, 0x3A, to: &output)
    append(time / 60 % 60, 2, 0x3A, to: &output)
    append(time % 60, 2, 0x5A, to: &output)
  }

  /// The proleptic Gregorian date so many days after 1970-01-01, counting years from March.
  private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1)
  }

  private static func append(_ value: Int, _ digits: Int, _ after: UInt8, to output: inout [UInt8]) {
    var divisor = digits == 4 ? 1000 : 10
    while divisor > 0 {
      output.append(0x30 + UInt8(value / divisor % 10))
      divisor /= 10
    }
    output.append(after)
  }
}
