/// RFC 3339 time in UTC with milliseconds, its date and seconds made once per second.
struct TimeText {
  private var second: Int64 = .min
  private var prefix: InlineArray<19, UInt8> = .init(repeating: UInt8(ascii: "0"))

  /// Appends `2026-03-01T12:00:00.123Z`; `milliseconds` since 1970, years 0 to 9999.
  mutating func append(_ milliseconds: Int64, to line: inout LineBuffer) {
    let seconds = Self.floorDivide(milliseconds, 1000)
    if seconds != second {
      second = seconds
      format(min(max(seconds, 0), 253_402_300_799))
    }
    line.append(prefix.span, 0..<19)
    line.append(UInt8(ascii: "."))
    line.append(decimal: UInt64(milliseconds - seconds * 1000), digits: 3)
    line.append(UInt8(ascii: "Z"))
  }

  private mutating func format(_ seconds: Int64) {
    let (year, month, day) = Self.date(days: Self.floorDivide(seconds, 86_400))
    let time = seconds - Self.floorDivide(seconds, 86_400) * 86_400
    put(year, digits: 4, at: 0)
    put(month, digits: 2, at: 5)
    put(day, digits: 2, at: 8)
    put(time / 3600, digits: 2, at: 11)
    put(time / 60 % 60, digits: 2, at: 14)
    put(time % 60, digits: 2, at: 17)
    prefix[4] = UInt8(ascii: "-")
    prefix[7] = UInt8(ascii: "-")
    prefix[10] = UInt8(ascii: "T")
    prefix[13] = UInt8(ascii: ":")
    prefix[16] = UInt8(ascii: ":")
  }

  private mutating func put(_ value: Int64, digits: Int, at start: Int) {
    var rest = value
    for index in (start..<(start + digits)).reversed() {
      prefix[index] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
  }

  /// The date `days` after 1970-01-01 in the proleptic Gregorian calendar.
  ///
  /// Counts in eras of 400 years (146,097 days) that begin on 1 March, so that the leap day ends a year.
  private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
  }
}
