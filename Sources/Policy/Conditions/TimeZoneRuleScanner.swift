/// Walks over the text of a POSIX TZ rule, taking one part at a time.
struct TimeZoneRuleScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) { rest = text }

  var isAtEnd: Bool { rest.isEmpty }
  var peek: UInt8? { rest.first }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: scalar) else { return false }
    rest.removeFirst()
    return true
  }

  /// Letters, or anything between `<` and `>`.
  mutating func name() -> Bool {
    if skip("<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[(end + 1)...]
      return true
    }
    let letters = rest.prefix { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
    rest = rest.dropFirst(letters.count)
    return letters.count >= 3
  }

  /// `[+-]h[h[h]][:mm[:ss]]` in seconds.
  mutating func duration() -> Int64? {
    var sign: Int64 = 1
    if skip("-") { sign = -1 } else { _ = skip("+") }
    guard let hours = number(most: 167) else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] as [Int64] where skip(":") {
      guard let part = number(most: 59) else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  mutating func date() -> TimeZoneRuleDate? {
    guard let day = day() else { return nil }
    guard skip("/") else { return TimeZoneRuleDate(day: day, time: 7200) }
    return duration().map { TimeZoneRuleDate(day: day, time: $0) }
  }

  private mutating func day() -> TimeZoneRuleDate.Day? {
    if skip("J") { return number(most: 365).flatMap { $0 >= 1 ? .julian($0) : nil } }
    guard skip("M") else { return number(most: 365).map { .ordinal($0) } }
    guard let month = number(most: 12), skip("."), let week = number(most: 5), skip("."),
      let day = number(most: 6), month >= 1, week >= 1
    else { return nil }
    return .weekday(month: month, week: week, day: day)
  }

  private mutating func number(most: Int64) -> Int64? {
    let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard (1...3).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    return value <= most ? value : nil
  }
}
