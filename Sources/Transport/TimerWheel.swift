/// Deadlines of a loop's sources in buckets of 16.8 ms. Moving a deadline later costs nothing: it is looked at when it
/// comes up.
struct TimerWheel {
  /// 2^24 ns: the grain of every deadline.
  static let shift: UInt64 = 24
  static let bucketCount = 512

  private var buckets: [[SourceToken]] = Array(repeating: [], count: bucketCount)
  private var occupied: [UInt64] = Array(repeating: 0, count: bucketCount / 64)
  /// The last tick whose bucket was emptied.
  private(set) var current: UInt64

  /// How many entries stand in all buckets; walks them.
  var count: Int { buckets.reduce(0) { $0 + $1.count } }

  init(now: UInt64) { current = now >> Self.shift }

  /// Puts a source into the bucket of `deadline`, or into the last one where the deadline is beyond the horizon.
  /// Returns the tick it will come up at.
  mutating func insert(_ token: SourceToken, deadline: UInt64) -> UInt64 {
    let wanted = (deadline >> Self.shift) &+ 1
    let tick = min(max(wanted, current + 1), current + UInt64(Self.bucketCount) - 1)
    let bucket = Int(tick % UInt64(Self.bucketCount))
    buckets[bucket].append(token)
    occupied[bucket / 64] |= 1 << UInt64(bucket % 64)
    return tick
  }

  /// Hands every source whose tick has come to `body`, which may insert it anew.
  mutating func advance(to now: UInt64, into due: inout [SourceToken]) {
    let target = now >> Self.shift
    while current < target {
      current += 1
      let bucket = Int(current % UInt64(Self.bucketCount))
      if buckets[bucket].isEmpty { continue }
      occupied[bucket / 64] &= ~(1 << UInt64(bucket % 64))
      due.append(contentsOf: buckets[bucket])
      buckets[bucket].removeAll(keepingCapacity: true)
    }
  }

  /// Milliseconds until the next occupied bucket, at most `limit`.
  func millisecondsUntilNext(now: UInt64, limit: Int32) -> Int32 {
    guard let ticks = ticksUntilNext() else { return limit }
    let due = (current + ticks) << Self.shift
    if due <= now { return 0 }
    let milliseconds = (due - now) / 1_000_000 + 1
    return milliseconds > UInt64(limit) ? limit : Int32(milliseconds)
  }

  private func ticksUntilNext() -> UInt64? {
    let start = Int((current + 1) % UInt64(Self.bucketCount))
    for step in 0...occupied.count {
      let word = (start / 64 + step) % occupied.count
      var bits = occupied[word]
      if step == 0 { bits &= ~0 << UInt64(start % 64) }
      if bits == 0 { continue }
      let bucket = word * 64 + bits.trailingZeroBitCount
      let distance = (bucket - start + Self.bucketCount) % Self.bucketCount
      return UInt64(distance) + 1
    }
    return nil
  }
}
