import Synchronization

extension Appender {
  /// Takes records, events and counts into the tree in memory.
  mutating func gather(events: [AdministrativeEvent], now: Int64) throws(DiskFailure) {
    try gather(events: events)
    for ring in rings { try drain(ring, now: now) }
    try takeOutbox(now: now)
    try countStrangers(now: now, all: false)
  }

  mutating func gather(events: [AdministrativeEvent]) throws(DiskFailure) {
    for event in events { try append(event) }
  }

  private mutating func drain(_ ring: JournalRing, now: Int64) throws(DiskFailure) {
    guard var position = state.journals[ring.name] else { return }
    let end = ring.head.load(ordering: .acquiring)
    let intake = RecordIntake(strangerKinds: settings.strangerKinds)
    var taken = 0
    let start = position
    defer {
      // Also where a record could not be taken: those before it are in the tree.
      state.journals[ring.name] = position
      isStateNew = isStateNew || position != start
    }
    while taken < Appender.batch {
      var next = position
      guard let place = next.next(in: ring.bytes, published: end) else {
        position = next
        break
      }
      try intake.take(ring.bytes.extracting(place), encoder: &encoder, tree: &tree, state: &state)
      position = next
      taken += 1
    }
    let uncounted = ring.uncounted.exchange(0, ordering: .relaxed)
    state.strangers.count(uncounted: uncounted, time: now)
    isStateNew = isStateNew || uncounted > 0
  }

  mutating func append(_ event: AdministrativeEvent) throws(DiskFailure) {
    try encoder.event(event)
    guard !encoder.writer.isTooLong else { return }
    tree.append(encoder.writer)
  }

  /// Puts the counts of strangers into the tree when their interval is over, or `all` at once.
  mutating func countStrangers(now: Int64, all: Bool) throws(DiskFailure) {
    guard let since = state.strangers.since, all || now - since >= Int64(settings.strangerInterval) else { return }
    for (kind, count) in state.strangers.counts.sorted(by: { $0.key < $1.key }) {
      try encoder.strangers(kind, count: count, since: since, time: now)
      tree.append(encoder.writer)
    }
    if state.strangers.uncounted > 0 {
      try encoder.strangers(nil, count: state.strangers.uncounted, since: since, time: now)
      tree.append(encoder.writer)
    }
    state.strangers = StrangerTally()
    isStateNew = true
  }

  /// Takes the events that other processes left, each once: the state remembers which until their files are gone.
  private mutating func takeOutbox(now: Int64) throws(DiskFailure) {
    let waiting = try outbox.names()
    if !state.taken.isEmpty {
      for name in waiting where state.taken.contains(name) { try outbox.remove(name) }
      state.taken.removeAll()
      isStateNew = true
    }
    for name in waiting {
      guard let message = try outbox.read(name) else { continue }
      switch message {
      case .event(let event): try append(event)
      case .erase(let principal): try erase(principal, now: now)
      case .unreadable: warn(DiskFailure(.read, path: name, code: DiskFailure.inconsistent))
      }
      state.taken.insert(name)
    }
  }

  /// Forgets a person and says so on the record, without a name.
  @discardableResult
  mutating func erase(_ principal: String, now: Int64) throws(DiskFailure) -> Int {
    try encoder.sealed.write()
    let fields = try encoder.erase(person: Array(principal.utf8))
    try append(AdministrativeEvent(.erased, time: now, details: ["fields": String(fields)]))
    return fields
  }
}
