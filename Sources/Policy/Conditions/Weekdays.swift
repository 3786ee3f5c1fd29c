/// Days of the week as a set of seven bits, Monday first.
public struct Weekdays: Sendable, Hashable {
  private(set) var bits: UInt8

  /// Every day.
  public static let all = Weekdays(bits: 0x7F)
  /// The spellings a configuration uses.
  public static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  private init(bits: UInt8) { self.bits = bits }

  /// From `mon`, `mon-fri` or `fri-mon` (over the week's end); nil for anything else.
  public init?(parsing text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    let days = parts.compactMap { Weekdays.names.firstIndex(of: $0) }
    guard days.count == parts.count, let first = days.first, days.count <= 2 else { return nil }
    bits = 0
    var day = first
    while true {
      bits |= 1 << UInt8(day)
      if day == days[days.count - 1] { return }
      day = (day + 1) % 7
    }
  }

  /// The days of either.
  public func union(_ other: Weekdays) -> Weekdays { Weekdays(bits: bits | other.bits) }

  /// - Parameter day: 0 is Monday; any integer, by its remainder.
  func contains(_ day: Int64) -> Bool {
    let index = (day % 7 + 7) % 7
    return bits >> UInt8(index) & 1 == 1
  }
}
