import Glibc

/// One thread's epoll loop: sources, deadlines, messages. A source never leaves its loop, and nothing here takes a
/// lock.
public final class EventLoop {
  /// Which loop this is, from 0.
  public let index: Int
  /// How other threads reach this loop.
  public let mailbox: LoopMailbox
  /// The monotonic clock at the start of the present batch of events, in nanoseconds.
  public private(set) var now: UInt64
  /// Real time at the start of the present batch, in nanoseconds since 1970.
  public private(set) var realtime: UInt64
  /// What the loop carries for its user: pipeline, pools, listeners. Set once by the set-up.
  public var root: AnyObject?

  let kernel: Kernel
  private var table = SourceTable()
  private var wheel: TimerWheel
  private var due: [SourceToken] = []
  private var again: [SourceToken] = []
  private var continuing: [SourceToken] = []
  private var graveyard: [EventSource] = []
  private var unsent: [Channel] = []
  private var sending: [Channel] = []
  private var periodic: [PeriodicJob] = []
  private var isStopped = false

  /// The longest the loop sleeps, in milliseconds.
  public static let maximumSleep: Int32 = 1000
  private static let mailboxToken = UInt64.max

  /// Makes the loop and its poller; it runs on the thread that calls `run`.
  public convenience init(index: Int, mailbox: LoopMailbox) {
    self.init(index: index, mailbox: mailbox, kernel: Kernel())
  }

  init(index: Int, mailbox: LoopMailbox, kernel: Kernel) {
    self.index = index
    self.mailbox = mailbox
    self.kernel = kernel
    now = kernel.monotonic()
    realtime = kernel.realtime()
    wheel = TimerWheel(now: now)
    precondition(kernel.watch(mailbox.descriptor, token: Self.mailboxToken, interest: .wake))
  }

  /// Done once all events of a turn are: what the turn gathered goes on as one group.
  public var turnEnded: (() -> Void)?

  /// Seconds since 1970 at the start of the present batch, as validity is counted.
  public var unixSeconds: Int64 { Int64(realtime / Nanoseconds.perSecond) }

  /// Runs until `stop`.
  public func run() {
    while !isStopped { turn() }
    letGo()
  }

  /// Closes every source and lets go of it: loop and sources hold each other. The end of `run`, and of a test that
  /// turns the loop itself.
  public func letGo() {
    table.visitAll { closeAtStop($0) }
    table = SourceTable()
    graveyard.removeAll()
    unsent.removeAll()
  }

  /// Ends `run` after the present batch.
  public func stop() { isStopped = true }

  /// Runs `job` every `interval` nanoseconds, from one interval from now; it is told by how many it is late.
  public func repeating(every interval: UInt64, _ job: @escaping (UInt64) -> Void) {
    periodic.append(PeriodicJob(interval: interval, next: now + interval, job: job))
  }

  /// The source a message is meant for, if it still lives.
  public func source(_ token: SourceToken) -> EventSource? { table[token] }

  /// How many sources the loop watches.
  public var sourceCount: Int { table.count }

  /// How many entries stand in the wheel, stale ones included.
  var pendingDeadlines: Int { wheel.count }

  /// One turn: wait, events, messages, deadlines, burials. For `run` and for tests.
  public func turn(maximumSleep: Int32 = EventLoop.maximumSleep) {
    let count = kernel.wait(milliseconds: again.isEmpty ? sleepTime(maximumSleep) : 0)
    readClocks()
    for i in 0..<count {
      let (token, readiness) = kernel.event(i)
      if token == Self.mailboxToken {
        for job in mailbox.take() { job(self) }
      } else if let source = table[SourceToken(rawValue: token)] {
        source.ready(readiness)
      }
    }
    continueInterrupted()
    sendWhatWaits()
    passDeadlines()
    for i in periodic.indices where periodic[i].next <= now {
      let late = now - periodic[i].next
      periodic[i].next = now + periodic[i].interval
      periodic[i].job(late)
    }
    turnEnded?()
    sendWhatWaits()
    if !graveyard.isEmpty { graveyard.removeAll(keepingCapacity: true) }
  }

  private func sleepTime(_ limit: Int32) -> Int32 {
    var sleep = wheel.millisecondsUntilNext(now: now, limit: limit)
    for job in periodic {
      let left = job.next <= now ? 0 : (job.next - now) / Nanoseconds.perMillisecond + 1
      if left < UInt64(sleep) { sleep = Int32(left) }
    }
    return sleep
  }

  private func readClocks() {
    now = kernel.monotonic()
    realtime = kernel.realtime()
  }

  // Sources that gave up their turn so that others have theirs.
  private func continueInterrupted() {
    if again.isEmpty { return }
    swap(&again, &continuing)
    for token in continuing { table[token]?.ready([]) }
    continuing.removeAll(keepingCapacity: true)
  }

  // All at once: a peer that reads several of these connections is woken once and not for each.
  private func sendWhatWaits() {
    while !unsent.isEmpty {
      swap(&unsent, &sending)
      for channel in sending { channel.sendNow() }
      sending.removeAll(keepingCapacity: true)
    }
  }

  private func passDeadlines() {
    wheel.advance(to: now, into: &due)
    if due.isEmpty { return }
    for token in due {
      guard let source = table[token] else { continue }
      // An entry left behind when the deadline moved earlier: another one stands for the source, or none is wanted.
      if source.armedTick == 0 || source.armedTick > wheel.current { continue }
      source.armedTick = 0
      if source.deadline == 0 { continue }
      if source.deadline > now {
        arm(source)
      } else {
        source.deadline = 0
        source.deadlinePassed()
      }
    }
    due.removeAll(keepingCapacity: true)
  }

  // MARK: For sources

  /// Enters a source into the table and the poller; false when the kernel refuses.
  func register(_ source: EventSource, interest: Interest) -> Bool {
    source.token = table.insert(source)
    if kernel.watch(source.descriptor, token: source.token.rawValue, interest: interest) { return true }
    table.remove(source.token)
    return false
  }

  /// Takes a source out; it lives until the batch at hand is over.
  func bury(_ source: EventSource) {
    table.remove(source.token)
    graveyard.append(source)
  }

  func arm(_ source: EventSource) {
    let tick = (source.deadline >> TimerWheel.shift) &+ 1
    if source.armedTick != 0 && source.armedTick <= tick { return }
    source.armedTick = wheel.insert(source.token, deadline: source.deadline)
  }

  /// Gives a source another turn after the others of this batch.
  func enqueue(_ source: EventSource) { again.append(source.token) }

  /// Has a channel send at the end of this turn.
  func sendSoon(_ channel: Channel) { unsent.append(channel) }

  private func closeAtStop(_ source: EventSource) {
    if source.descriptor >= 0 { kernel.close(source.descriptor) }
    source.descriptor = -1
  }
}

struct PeriodicJob {
  let interval: UInt64
  var next: UInt64
  let job: (UInt64) -> Void
}
