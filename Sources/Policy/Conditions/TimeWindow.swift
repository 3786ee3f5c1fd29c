/// Recurring hours on days of the week, by the wall clock of one time zone.
///
/// A window whose end lies before its start goes over midnight and belongs to the day it starts on. An hour the clocks
/// repeat in autumn counts twice, one they leave out in spring not at all.
public struct TimeWindow: Sendable {
  let days: Weekdays
  let from: Int64
  let to: Int64
  let zone: TimeZoneRules

  /// nil where `from` and `to` are the same time, which could mean a whole day or none.
  public init?(days: Weekdays, from: TimeOfDay, to: TimeOfDay, zone: TimeZoneRules) {
    guard from != to, from != .endOfDay else { return nil }
    self.days = days
    self.from = from.seconds
    self.to = to.seconds
    self.zone = zone
  }

  /// Whether the window is open.
  func contains(_ now: Int64) -> Bool { remaining(now, offset: zone.offset(at: now)) > 0 }

  /// The first moment after `now` when the window is shut or the zone's clocks change; nil where it is shut now.
  func boundary(after now: Int64) -> Int64? {
    let span = zone.span(at: now)
    let left = remaining(now, offset: span.offset)
    return left > 0 ? min(now + left, span.until) : nil
  }

  /// Wall-clock seconds until the window shuts; 0 where it is shut.
  private func remaining(_ now: Int64, offset: Int64) -> Int64 {
    let local = now + offset
    let day = local >= 0 ? local / 86400 : (local - 86399) / 86400
    let second = local - day * 86400
    let weekday = day + 3
    if from < to {
      return second >= from && second < to && days.contains(weekday) ? to - second : 0
    }
    if second >= from && days.contains(weekday) { return 86400 + to - second }
    if second < to && days.contains(weekday - 1) { return to - second }
    return 0
  }
}

extension [TimeWindow] {
  /// How far ahead ``end(after:)`` looks, in seconds.
  static var horizon: Int64 { 8 * 86400 }

  func contain(_ now: Int64) -> Bool { contains { $0.contains(now) } }

  /// The first moment after `now` when all windows are shut, at most the horizon ahead; `now` where they are shut now.
  func end(after now: Int64) -> Int64 {
    var moment = now
    while moment - now < Self.horizon {
      var furthest = moment
      for window in self {
        if let boundary = window.boundary(after: moment) { furthest = Swift.max(furthest, boundary) }
      }
      if furthest == moment { return moment }
      moment = furthest
    }
    return now + Self.horizon
  }
}
