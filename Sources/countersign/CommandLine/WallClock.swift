import Glibc

/// The time of day, for commands; the gateway's loops carry their own.
enum WallClock {
  /// Unix seconds.
  static var now: Int64 { Int64(time(nil)) }
}
