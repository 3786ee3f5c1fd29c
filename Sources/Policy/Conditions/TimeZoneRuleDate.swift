/// A day of the year as a POSIX TZ rule names it, with the wall-clock second of that day.
struct TimeZoneRuleDate {
  enum Day {
    /// `Jn`: 1 to 365, never counting 29 February.
    case julian(Int64)
    /// `n`: 0 to 365, counting it.
    case ordinal(Int64)
    /// `Mm.w.d`: the w-th (5 is last) day d (0 is Sunday) of month m.
    case weekday(month: Int64, week: Int64, day: Int64)
  }

  let day: Day
  /// Seconds after midnight; may be negative or beyond a day.
  let time: Int64

  /// Wall-clock seconds since 1970-01-01 in `year`.
  func localSeconds(in year: Int64) -> Int64 {
    let start = Self.daysBefore(year)
    let isLeap = Self.daysBefore(year + 1) - start == 366
    switch day {
    case .julian(let n): return (start + n - 1 + (isLeap && n >= 60 ? 1 : 0)) * 86400 + time
    case .ordinal(let n): return (start + n) * 86400 + time
    case .weekday(let month, let week, let day):
      let first = start + Self.daysBefore(month: month, isLeap)
      let length = Self.daysBefore(month: month + 1, isLeap) - Self.daysBefore(month: month, isLeap)
      // 1970-01-01 was a Thursday, day 4.
      var offset = (day - (first + 4) % 7 + 7) % 7 + (week - 1) * 7
      if offset >= length { offset -= 7 }
      return (first + offset) * 86400 + time
    }
  }

  /// Days from 1970-01-01 to the first of January of a year from 1970 on.
  private static func daysBefore(_ year: Int64) -> Int64 {
    let y = year - 1
    return y * 365 + y / 4 - y / 100 + y / 400 - 719_162
  }

  private static func daysBefore(month: Int64, _ isLeap: Bool) -> Int64 {
    let days: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]
    return days[Int(month) - 1] + (isLeap && month > 2 ? 1 : 0)
  }
}
