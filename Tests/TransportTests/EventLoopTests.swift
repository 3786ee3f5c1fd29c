import Glibc
import Testing

@testable import Transport

/// The loop by turns, on the test's own thread, with real descriptors.
@Suite(.timeLimit(.minutes(1))) struct EventLoopTests {
  private func loop() -> EventLoop { EventLoop(index: 0, mailbox: LoopMailbox()) }

  @Test func runsMessagesInOrder() {
    let loop = loop()
    let seen = Log()
    for number in 0..<100 { loop.mailbox.post { _ in seen.add(number) } }
    loop.turn(maximumSleep: 100)
    #expect(seen.all == Array(0..<100))
  }

  @Test func runsMessagesOfManyThreadsEachInItsOrder() {
    let group = LoopGroup(count: 1)
    let seen = Log()
    group.start { _ in }
    let pool = WorkerPool(threads: 4)
    for thread in 0..<4 {
      let isTaken = pool.submit {
        for number in 0..<500 { group.post { _ in seen.add(thread * 1000 + number) } }
      }
      #expect(isTaken)
    }
    pool.stop()
    group.post { $0.stop() }
    group.join()
    #expect(seen.all.count == 2000)
    for thread in 0..<4 {
      #expect(seen.all.filter { $0 / 1000 == thread } == (0..<500).map { thread * 1000 + $0 })
    }
  }

  @Test func deadlinesPassOnceAndInTime() {
    let loop = loop()
    let source = TimedSource(loop)
    let start = loop.now
    source.setDeadline(start + 50 * Nanoseconds.perMillisecond)
    while source.passed.isEmpty { loop.turn(maximumSleep: 1000) }
    let late = source.passed[0] - start
    #expect(late >= 50 * Nanoseconds.perMillisecond && late < 150 * Nanoseconds.perMillisecond)
    for _ in 0..<5 { loop.turn(maximumSleep: 20) }
    #expect(source.passed.count == 1)
    source.end()
  }

  @Test func deadlinesMoveEarlierAndLater() {
    let loop = loop()
    let source = TimedSource(loop)
    let start = loop.now
    source.setDeadline(start + 2000 * Nanoseconds.perMillisecond)
    source.setDeadline(start + 40 * Nanoseconds.perMillisecond)
    while source.passed.isEmpty { loop.turn(maximumSleep: 1000) }
    #expect(source.passed[0] - start < 200 * Nanoseconds.perMillisecond)
    let second = loop.now
    source.setDeadline(second + 30 * Nanoseconds.perMillisecond)
    source.setDeadline(second + 120 * Nanoseconds.perMillisecond)
    while source.passed.count < 2 { loop.turn(maximumSleep: 1000) }
    #expect(source.passed[1] - second >= 120 * Nanoseconds.perMillisecond)
    source.setDeadline(loop.now + 30 * Nanoseconds.perMillisecond)
    source.setDeadline(0)
    let end = loop.now + 100 * Nanoseconds.perMillisecond
    while loop.now < end { loop.turn(maximumSleep: 20) }
    #expect(source.passed.count == 2)
    source.end()
  }

  // A connection that lives for hours moves its deadline to and fro with each request.
  @Test func aDeadlineThatMovesToAndFroLeavesNothingBehind() {
    let loop = loop()
    let source = TimedSource(loop)
    let end = loop.now + 600 * Nanoseconds.perMillisecond
    while loop.now < end {
      source.setDeadline(loop.now + 400 * Nanoseconds.perMillisecond)
      source.setDeadline(loop.now + 20 * Nanoseconds.perMillisecond)
      source.setDeadline(loop.now + 400 * Nanoseconds.perMillisecond)
      loop.turn(maximumSleep: 5)
    }
    #expect(loop.pendingDeadlines <= 600 / 16 + 2)
    source.setDeadline(loop.now + 10_000 * Nanoseconds.perMillisecond)
    let later = loop.now + 600 * Nanoseconds.perMillisecond
    while loop.now < later { loop.turn(maximumSleep: 50) }
    #expect(loop.pendingDeadlines == 1)
    source.end()
  }

  @Test func aStaleTokenFindsNothingInAReusedSlot() {
    let loop = loop()
    let first = TimedSource(loop)
    let token = first.token
    #expect(loop.source(token) === first)
    first.setDeadline(loop.now + 20 * Nanoseconds.perMillisecond)
    first.end()
    let second = TimedSource(loop)
    #expect(second.token.slot == token.slot && second.token != token)
    #expect(loop.source(token) == nil)
    #expect(loop.source(second.token) === second)
    let end = loop.now + 100 * Nanoseconds.perMillisecond
    while loop.now < end { loop.turn(maximumSleep: 20) }
    #expect(first.passed.isEmpty && second.passed.isEmpty)
    second.end()
    #expect(loop.sourceCount == 0)
  }

  @Test func runsPeriodicJobs() {
    let loop = loop()
    let seen = Log()
    loop.repeating(every: 20 * Nanoseconds.perMillisecond) { _ in seen.add(1) }
    let end = loop.now + 210 * Nanoseconds.perMillisecond
    while loop.now < end { loop.turn(maximumSleep: 1000) }
    #expect((5...11).contains(seen.all.count))
  }
}

/// A source that only knows deadlines.
private final class TimedSource: EventSource {
  private(set) var passed: [UInt64] = []

  init(_ loop: EventLoop) {
    super.init(loop: loop, descriptor: Kernel.socket(family: AF_INET))
    _ = loop.register(self, interest: .accept)
  }

  override func deadlinePassed() { passed.append(loop.now) }

  func end() {
    setDeadline(0)
    Kernel.close(descriptor)
    descriptor = -1
    loop.bury(self)
  }
}
