import Cryptography
import Synchronization

/// Moves records from the journals into the tree; see `Audit.md`, "The life of a record".
///
/// Bound to the mutex of `AppenderThread`. A batch is gathered in memory once and written until the disk takes it; the
/// rename of `checkpoint` is the moment it counts, and only then is its room in the journals given back.
struct Appender {
  /// The most records of one journal in one batch.
  static let batch = 16_384

  let settings: AuditSettings
  let log: LogFolder
  let rings: [JournalRing]
  let gate: JournalGate
  let outbox: Outbox
  private var lock: LogLock?
  var encoder: EntryEncoder
  var tree: TreeEdge
  /// What the next commit writes beside the tree.
  var state: LogState
  /// Whether `state` differs from the disk though the tree does not.
  var isStateNew = false
  private(set) var health = AuditHealth.working
  private(set) var progress = AuditProgress()
  private var pusher: CheckpointPusher
  private var retiredBefore = 0
  /// Files of tries that failed; they go before the next try.
  private var doubtful: [String] = []

  init(opened: OpenedLog, settings: AuditSettings, rings: [JournalRing], gate: JournalGate) {
    self.settings = settings
    self.rings = rings
    self.gate = gate
    log = opened.log
    outbox = Outbox(log: opened.log.root.path)
    pusher = CheckpointPusher(sinks: settings.sinks, interval: settings.pushInterval)
    encoder = opened.encoder
    tree = opened.tree
    state = opened.state
    lock = opened.lock
  }

  /// One round: gathers what is there and writes it; keeps the batch and says why when the disk refuses.
  mutating func cycle(events: [AdministrativeEvent], now: Int64) {
    do {
      // What comes during the cycle waits for the next one: under load each commit would find a handful of new records.
      let goals = rings.map { $0.head.load(ordering: .acquiring) }
      if isCommitted { try gather(events: events, now: now) } else { try gather(events: events) }
      try commit(now: now)
      while isBehind(goals) {
        try gather(events: [], now: now)
        // Nothing more can be read: a record that is not whole ends a journal.
        if isCommitted { break }
        try commit(now: now)
      }
      pusher.pushDue(now: now)
      try retire(now: now)
      try recover()
    } catch {
      fail(error)
    }
  }

  /// Whether a journal holds records before its goal that are not in the tree: a batch takes only so many.
  private func isBehind(_ goals: [UInt64]) -> Bool {
    zip(rings, goals).contains { ring, goal in
      guard let position = state.journals[ring.name] else { return false }
      return position.distance < goal
    }
  }

  /// Whether everything gathered is on the disk.
  var isCommitted: Bool { tree.size == tree.committed && !isStateNew }

  /// Closes the log for good: the last checkpoint goes out, and nothing is left in the journals.
  mutating func finish(now: Int64) {
    gate.close(by: .appender)
    defer { lock = nil }
    guard health == .working else { return }
    health = .closed
    do {
      try gather(events: [], now: now)
      try countStrangers(now: now, all: true)
      try append(AdministrativeEvent(.stopped, time: now))
      state.journals = [:]
      isStateNew = true
      try commit(now: now)
      try removeOtherJournals()
    } catch {
      health = .failed(error)
    }
    pusher.push(now: now)
  }

  /// Removes the journals that the state does not name: the tree holds what was in them.
  func removeOtherJournals() throws(DiskFailure) {
    let folder = log.root.folder("journal")
    for name in try folder.names() where state.journals[name] == nil { try folder.remove(name) }
  }

  mutating func fail(_ failure: DiskFailure) {
    gate.close(by: .appender)
    health = .failed(failure)
  }

  mutating func warn(_ failure: DiskFailure) {
    progress.warning = failure.description
  }

  /// After a failure: reads the edge back and opens the journals only when the disk holds what memory does.
  private mutating func recover() throws(DiskFailure) {
    if case .failed = health {
      var reread = try? LogLoader.edge(of: log, size: tree.size)
      guard reread?.root() == tree.root() else {
        throw DiskFailure(.read, path: log.root.path(of: LogFolder.checkpointName), code: DiskFailure.inconsistent)
      }
      health = .working
    }
    gate.open(by: .appender)
  }

  private mutating func retire(now: Int64) throws(DiskFailure) {
    guard let days = settings.retentionDays else { return }
    let first = SealedSegment.period(of: now) - days
    guard first > retiredBefore else { return }
    retiredBefore = first
    let dropped = try encoder.sealed.retire(before: first)
    guard dropped > 0 else { return }
    let details = ["segments": String(dropped), "days": String(days)]
    try append(AdministrativeEvent(.retired, time: now, details: details))
    try commit(now: now)
  }
}

extension Appender {
  /// Makes everything gathered durable. The order is the proof: texts, then tiles and state, then the checkpoint.
  mutating func commit(now: Int64) throws(DiskFailure) {
    guard !isCommitted else { return }
    try encoder.sealed.write()
    let before = tree.committed
    state.size = tree.size
    try writeFiles()
    if tree.size > before { try publish(now: now) }
    isStateNew = false
    release()
    clean(replaced: tree.commit(), before: before)
  }

  /// Writes the tiles that grew, and the state.
  private mutating func writeFiles() throws(DiskFailure) {
    for name in doubtful { try log.root.remove(name) }
    let stateName = LogState.name(size: state.size)
    var files = FreshFiles(in: log.root)
    if tree.size > tree.committed {
      let tiles = tree.full + tree.partial()
      doubtful = tiles.map(\.coordinate.path) + [stateName]
      for (file, path) in zip(tiles, doubtful) { try files.add(path, file.bytes.span) }
    }
    try files.add(stateName, state.encoded.span)
    try files.finish()
    doubtful.removeAll(keepingCapacity: true)
  }

  private mutating func publish(now: Int64) throws(DiskFailure) {
    let checkpoint = Checkpoint(origin: settings.origin, size: tree.size, root: tree.root())
    guard let signed = try? checkpoint.signed(with: settings.signingKey) else {
      throw DiskFailure(.seal, path: LogFolder.checkpointName, code: DiskFailure.inconsistent)
    }
    try log.root.replace(LogFolder.checkpointName, with: signed.span)
    progress.size = tree.size
    progress.checkpoints += 1
    progress.lastCheckpoint = now
    pusher.offer(signed, now: now)
    if let failure = pusher.failure { warn(failure) }
  }

  private mutating func release() {
    progress.openCalls = state.open.count
    for ring in rings {
      if let position = state.journals[ring.name] { ring.release(to: position.distance) }
    }
  }

  /// Removes what the commit made superfluous; what stays behind is removed at the next start.
  private mutating func clean(replaced: [TileCoordinate], before: UInt64) {
    do {
      for tile in replaced { try log.root.removeFolder(tile.partialFolder) }
      if before != state.size { try log.root.remove(LogState.name(size: before)) }
      for name in state.taken { try outbox.remove(name) }
    } catch {
      warn(error)
    }
  }
}
