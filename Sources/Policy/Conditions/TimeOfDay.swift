/// A wall-clock time, `00:00` to `24:00`, in seconds since midnight.
public struct TimeOfDay: Sendable, Hashable {
  let seconds: Int64

  /// The start of the day, `00:00`.
  public static let midnight = TimeOfDay(seconds: 0)
  /// The end of the day, `24:00`.
  public static let endOfDay = TimeOfDay(seconds: 86400)

  private init(seconds: Int64) { self.seconds = seconds }

  /// From `HH:MM`, two digits each.
  public init?(parsing text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    var digits: [Int64] = []
    for index in [0, 1, 3, 4] {
      guard bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") else { return nil }
      digits.append(Int64(bytes[index] - UInt8(ascii: "0")))
    }
    let hours = digits[0] * 10 + digits[1]
    let minutes = digits[2] * 10 + digits[3]
    guard minutes < 60, hours < 24 || (hours == 24 && minutes == 0) else { return nil }
    seconds = hours * 3600 + minutes * 60
  }
}
