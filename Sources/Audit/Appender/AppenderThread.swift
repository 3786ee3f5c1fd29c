import Glibc
import Synchronization

/// The thread that runs the appender, and the door to it for every other thread.
final class AppenderThread: Sendable {
  /// What other threads may read while the appender works.
  private struct Report {
    var health = AuditHealth.working
    var progress = AuditProgress()
  }

  private let rings: [JournalRing]
  private let gate: JournalGate
  private let settings: AuditSettings
  private let appender: Mutex<Appender>
  private let synchroniser: JournalSynchroniser?
  private let events = Mutex<[AdministrativeEvent]>([])
  private let report = Mutex(Report())
  private let isClosing = Atomic<Bool>(false)
  private let thread = Mutex<pthread_t?>(nil)

  /// Opens the log, takes over what the process before left, and commits it.
  init(settings: AuditSettings, key: VerifierKey, loops: Int, now: Int64) throws(AuditError) {
    try settings.check()
    do {
      let gate = try JournalGate()
      var opened = try OpenedLog.open(settings, key: key)
      try opened.takeOver(settings: settings, now: now)
      let rings = try opened.makeJournals(loops, capacity: settings.journalCapacity)
      var appender = Appender(opened: opened, settings: settings, rings: rings, gate: gate)
      try appender.commit(now: now)
      try appender.removeOtherJournals()
      appender.cycle(events: [], now: now)
      (self.rings, self.gate, self.settings) = (rings, gate, settings)
      self.appender = Mutex(appender)
      synchroniser =
        settings.durability == .power ? JournalSynchroniser(rings: rings, gate: gate, settings: settings) : nil
    } catch {
      throw AuditError(error)
    }
  }

  var health: AuditHealth {
    if let failure = synchroniser?.failure { return .failed(failure) }
    return report.withLock { $0.health }
  }

  var progress: AuditProgress { report.withLock { $0.progress } }

  func journal(_ loop: Int) -> Journal {
    Journal(ring: rings[loop], gate: gate, durability: settings.durability)
  }

  func record(_ event: AdministrativeEvent) {
    events.withLock { $0.append(event) }
  }

  func start() {
    thread.withLock { $0 = Threads.start { self.run() } }
    synchroniser?.start()
  }

  /// One round on the caller's thread; whether everything is durable afterwards.
  @discardableResult
  func flush() -> Bool {
    cycle()
    return health == .working
  }

  func erase(principal: String) throws(AuditError) -> Int {
    guard flush() else { throw AuditError(failure) }
    do {
      return try appender.withLock { appender throws(DiskFailure) in
        let now = settings.clock()
        let fields = try appender.erase(principal, now: now)
        try appender.commit(now: now)
        return fields
      }
    } catch {
      throw .disk(error)
    }
  }

  func close() {
    guard !isClosing.exchange(true, ordering: .sequentiallyConsistent) else { return }
    gate.appender.ring()
    if let thread = thread.withLock({ $0 }) { pthread_join(thread, nil) }
    synchroniser?.close()
    cycle()
    appender.withLock { appender in
      appender.finish(now: settings.clock())
      report.withLock { $0 = Report(health: appender.health, progress: appender.progress) }
    }
  }

  func holdStill(_ body: () -> Void) {
    appender.withLock { _ in body() }
  }

  private var failure: DiskFailure {
    if case .failed(let failure) = health { failure } else { DiskFailure(.write, path: settings.folder, code: EIO) }
  }

  private func cycle() {
    appender.withLock { appender in
      let waiting = events.withLock { events in
        defer { events.removeAll() }
        return events
      }
      appender.cycle(events: waiting, now: settings.clock())
      report.withLock { $0 = Report(health: appender.health, progress: appender.progress) }
    }
  }

  private func run() {
    var next = AppenderThread.monotonic() + settings.interval
    while !isClosing.load(ordering: .sequentiallyConsistent) {
      if AppenderThread.monotonic() >= next || rings.contains(where: \.isHalfFull) {
        cycle()
        next = AppenderThread.monotonic() + settings.interval
      }
      gate.appender.sleep(milliseconds: max(1, next - AppenderThread.monotonic())) {
        isClosing.load(ordering: .sequentiallyConsistent) || rings.contains(where: \.isHalfFull)
      }
    }
  }

  /// Milliseconds of a clock that only goes forward.
  private static func monotonic() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
