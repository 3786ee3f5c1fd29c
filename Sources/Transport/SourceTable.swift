/// A loop's sources by slot, each slot with a generation that a reused slot changes.
struct SourceTable {
  private var sources: [EventSource?] = []
  private var generations: [UInt32] = []
  private var free: [Int] = []
  private(set) var count = 0

  subscript(token: SourceToken) -> EventSource? {
    let slot = token.slot
    guard slot < sources.count, generations[slot] == token.generation else { return nil }
    return sources[slot]
  }

  mutating func insert(_ source: EventSource) -> SourceToken {
    count += 1
    if let slot = free.popLast() {
      sources[slot] = source
      return SourceToken(slot: slot, generation: generations[slot])
    }
    sources.append(source)
    generations.append(1)
    return SourceToken(slot: sources.count - 1, generation: 1)
  }

  mutating func remove(_ token: SourceToken) {
    guard self[token] != nil else { return }
    sources[token.slot] = nil
    generations[token.slot] &+= 1
    free.append(token.slot)
    count -= 1
  }

  func visitAll(_ body: (EventSource) -> Void) {
    for case let source? in sources { body(source) }
  }
}
