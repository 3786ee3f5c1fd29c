/// Counts refusals of strangers by reason and address block until their interval is over.
struct StrangerTally: Equatable {
  struct Kind: Hashable, Comparable {
    let reason: [UInt8]
    let block: AddressBlock

    static func < (left: Kind, right: Kind) -> Bool {
      left.reason == right.reason
        ? left.block.bits < right.block.bits : left.reason.lexicographicallyPrecedes(right.reason)
    }
  }

  /// When the interval began, milliseconds since 1970; nil while nothing was counted.
  private(set) var since: Int64?
  private(set) var counts: [Kind: UInt64] = [:]
  /// Refusals whose kind found no room.
  private(set) var uncounted: UInt64 = 0

  /// Counts one refusal, without its kind once `limit` kinds are told apart.
  mutating func count(reason: [UInt8], block: AddressBlock, time: Int64, limit: Int) {
    let kind = Kind(reason: reason, block: block)
    since = min(since ?? time, time)
    if counts[kind] == nil, counts.count >= limit {
      uncounted += 1
    } else {
      counts[kind, default: 0] += 1
    }
  }

  /// Counts refusals of which nothing else is known.
  mutating func count(uncounted number: UInt64, time: Int64) {
    guard number > 0 else { return }
    since = min(since ?? time, time)
    uncounted += number
  }

  /// Restores one line of the state.
  mutating func restore(reason: [UInt8], block: AddressBlock, count: UInt64) {
    counts[Kind(reason: reason, block: block)] = count
  }

  mutating func restore(since: Int64, uncounted: UInt64) {
    self.since = since
    self.uncounted = uncounted
  }
}
