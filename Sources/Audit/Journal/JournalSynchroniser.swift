import Glibc
import Synchronization

/// Under `Durability.power`: the thread that brings the journals to the disk, one fdatasync for all records that wait,
/// and tells the loops. It shares nothing with the appender but the rings, so that no commit makes a call wait.
///
/// A failed fdatasync is never taken for done: the journals refuse intents, whoever waits is told, the bytes are
/// written anew, and only a later fdatasync that succeeds opens the journals again.
final class JournalSynchroniser: Sendable {
  /// How long after a failure the disk is tried again, in milliseconds.
  private static let patience = 100
  /// The longest sleep while nobody waits, in milliseconds.
  private static let longestSleep = 1000

  private let rings: [JournalRing]
  private let gate: JournalGate
  private let durable: (@Sendable (_ loop: Int, _ sequence: UInt64) -> Void)?
  private let undurable: (@Sendable (_ loop: Int) -> Void)?
  private let failed = Mutex<DiskFailure?>(nil)
  private let isClosing = Atomic<Bool>(false)
  private let thread = Mutex<pthread_t?>(nil)

  init(rings: [JournalRing], gate: JournalGate, settings: AuditSettings) {
    self.rings = rings
    self.gate = gate
    durable = settings.durable
    undurable = settings.undurable
  }

  /// Why the journals are not on the disk; nil while they are.
  var failure: DiskFailure? { failed.withLock { $0 } }

  func start() {
    thread.withLock { $0 = Threads.start { self.run() } }
  }

  /// Ends the thread; what was published is on the disk, or stays with the journals' files.
  func close() {
    isClosing.store(true, ordering: .sequentiallyConsistent)
    gate.synchroniser.ring()
    if let thread = thread.withLock({ $0 }) { pthread_join(thread, nil) }
    synchronise()
  }

  private func run() {
    while !isClosing.load(ordering: .sequentiallyConsistent) {
      synchronise()
      if failure != nil {
        _ = poll(nil, 0, Int32(JournalSynchroniser.patience))
      } else {
        gate.synchroniser.sleep(milliseconds: JournalSynchroniser.longestSleep) {
          isClosing.load(ordering: .sequentiallyConsistent) || rings.contains(where: \.isAwaited)
        }
      }
    }
  }

  /// Brings every journal somebody waits for, or that failed before, to the disk.
  private func synchronise() {
    let before = failure
    var failure: DiskFailure?
    for ring in rings where ring.isAwaited || before != nil {
      let published = ring.published.load(ordering: .acquiring)
      do {
        try ring.synchronise()
        ring.durable.store(published, ordering: .sequentiallyConsistent)
        durable?(ring.loop, published)
      } catch {
        gate.close(by: .synchroniser)
        ring.touch()
        undurable?(ring.loop)
        failure = error
      }
    }
    if failure != before { failed.withLock { $0 = failure } }
    if failure == nil, before != nil { gate.open(by: .synchroniser) }
  }
}
