import Glibc

/// The two clocks: monotonic for durations and deadlines, real time for validity and records.
public enum Clock {
  /// Nanoseconds that only grow; for durations and deadlines.
  public static func monotonic() -> UInt64 { read(CLOCK_MONOTONIC) }

  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public static func realtime() -> UInt64 { read(CLOCK_REALTIME) }

  /// Seconds since 1970, as validity is counted.
  public static func unixSeconds() -> Int64 { Int64(realtime() / Nanoseconds.perSecond) }

  /// Milliseconds since 1970, as records are dated.
  public static func unixMilliseconds() -> Int64 { Int64(realtime() / Nanoseconds.perMillisecond) }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}

/// Durations in nanoseconds, as deadlines count them.
public enum Nanoseconds {
  /// Nanoseconds in a millisecond.
  public static let perMillisecond: UInt64 = 1_000_000
  /// Nanoseconds in a second.
  public static let perSecond: UInt64 = 1_000_000_000
}
