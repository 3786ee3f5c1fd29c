/// SplitMix64: the same seed deals the same policies for ever.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// True once in `n` times.
  mutating func oneIn(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &self) == 0 }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements.randomElement(using: &self)! }

  /// A random part of `elements`, at most `most`.
  mutating func some<Element>(_ elements: [Element], most: Int, least: Int = 0) -> [Element] {
    Array(elements.shuffled(using: &self).prefix(Int.random(in: least...most, using: &self)))
  }
}
