/// How soon another connection is made ahead of need: at once, but after losses ever later.
struct WarmingPace {
  private var wait: UInt64 = 0
  private var next: UInt64 = 0

  /// The shortest and the longest wait after a loss, in nanoseconds.
  static let shortest: UInt64 = 1_000_000_000
  static let longest: UInt64 = 60_000_000_000
  /// A connection that lived so long unused was none that failed.
  static let lifetime: UInt64 = 5_000_000_000

  func isDue(now: UInt64) -> Bool { now >= next }

  /// A connection ended before it was used.
  mutating func lost(age: UInt64, now: UInt64) {
    wait = age >= Self.lifetime ? 0 : min(max(wait * 2, Self.shortest), Self.longest)
    next = now + wait
  }
}
