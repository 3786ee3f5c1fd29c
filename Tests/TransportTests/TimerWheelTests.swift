import Testing

@testable import Transport

/// The wheel against a list that is searched from end to end.
@Suite struct TimerWheelTests {
  private static let grain: UInt64 = 1 << TimerWheel.shift

  @Test(arguments: 0..<20)
  func agreesWithANaiveModel(seed: UInt64) {
    var random = SplitMix(state: seed)
    var now: UInt64 = 1_000_000_000_000 + seed
    var wheel = TimerWheel(now: now)
    var model: [SourceToken: UInt64] = [:]
    var next = 0
    for _ in 0..<2000 {
      if random.next() % 2 == 0 {
        let token = SourceToken(slot: next, generation: 1)
        next += 1
        let deadline = now + random.next() % (Self.grain * 600)
        let tick = wheel.insert(token, deadline: deadline)
        // Within the horizon a source comes up when its deadline has passed, less than one grain late.
        #expect(tick << TimerWheel.shift > deadline || deadline - now > Self.grain * 509)
        model[token] = tick
      } else {
        let sleep = wheel.millisecondsUntilNext(now: now, limit: 1000)
        let earliest = model.values.min()
        if let earliest {
          let wake = now + UInt64(sleep) * 1_000_000
          #expect(sleep == 1000 || wake >> TimerWheel.shift == earliest || wake <= now)
        } else {
          #expect(sleep == 1000)
        }
        now += random.next() % (Self.grain * 40)
        var due: [SourceToken] = []
        wheel.advance(to: now, into: &due)
        let expected = model.filter { $0.value <= now >> TimerWheel.shift }.map(\.key)
        #expect(Set(due) == Set(expected))
        #expect(due.count == expected.count)
        for token in due { model[token] = nil }
      }
    }
  }

  private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }
}
