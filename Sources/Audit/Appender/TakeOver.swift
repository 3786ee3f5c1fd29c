import Cryptography

extension OpenedLog {
  /// Puts what the process before left into the tree: its records, an end for each of its open calls, and the start.
  mutating func takeOver(settings: AuditSettings, now: Int64) throws(DiskFailure) {
    var details: [String: String] = [:]
    var recovered = 0
    var missing = 0
    for (name, position) in state.journals.sorted(by: { $0.key < $1.key }) {
      if let records = try replay(name, from: position, settings: settings) {
        recovered += records
      } else {
        missing += 1
      }
    }
    state.journals = [:]
    let open = state.open.sorted { $0.value < $1.value }
    for (id, index) in open {
      encoder.interrupted(id, intent: index, time: now)
      tree.append(encoder.writer)
    }
    state.open = [:]
    if recovered > 0 { details["recovered"] = String(recovered) }
    if missing > 0 { details["missing_journals"] = String(missing) }
    if !open.isEmpty { details["interrupted"] = String(open.count) }
    try encoder.event(AdministrativeEvent(.started, time: now, details: details))
    tree.append(encoder.writer)
  }

  /// Takes the records of one journal from where the last checkpoint left it; nil when its file is gone.
  private mutating func replay(
    _ name: String, from start: JournalPosition, settings: AuditSettings
  ) throws(DiskFailure) -> Int? {
    guard let (ring, seed) = try JournalFile.read(name, in: log.root.folder("journal")) else { return nil }
    guard ring.count.nonzeroBitCount == 1 else { return nil }
    var position = start
    var records = 0
    while let place = position.next(in: ring.span, seed: seed, until: start.distance + UInt64(ring.count)) {
      let intake = RecordIntake(strangerKinds: settings.strangerKinds)
      try intake.take(ring.span.extracting(place), encoder: &encoder, tree: &tree, state: &state)
      records += 1
    }
    return records
  }

  /// Makes this process's journals and drops all others once `commit` made that durable.
  mutating func makeJournals(_ loops: Int, capacity: Int) throws(DiskFailure) -> [JournalRing] {
    let folder = log.root.folder("journal")
    try folder.make()
    var rings: [JournalRing] = []
    for loop in 0..<loops {
      let ring = try JournalFile.make(loop: loop, capacity: capacity, in: folder)
      state.journals[ring.name] = JournalPosition()
      rings.append(ring)
    }
    return rings
  }
}
