import Dispatch
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1))) struct WorkerPoolTests {
  @Test func doesEveryJobBeforeItStops() {
    let pool = WorkerPool(threads: 3)
    let seen = Log()
    for number in 0..<1000 { #expect(pool.submit { seen.add(number) }) }
    pool.stop()
    #expect(seen.all.sorted() == Array(0..<1000))
    #expect(!pool.submit {})
  }

  @Test func refusesBeyondItsLimit() {
    let pool = WorkerPool(threads: 1, queueLimit: 3)
    let started = DispatchSemaphore(value: 0)
    let gate = DispatchSemaphore(value: 0)
    #expect(
      pool.submit {
        started.signal()
        gate.wait()
      })
    started.wait()
    for _ in 0..<3 { #expect(pool.submit {}) }
    #expect(!pool.submit {})
    gate.signal()
    pool.stop()
  }

  // A queue that is never empty for a moment must not keep what it has done.
  @Test func forgetsWhatIsDoneWhileThereIsMoreToDo() {
    let pool = WorkerPool(threads: 1)
    let seen = Log()
    let gate = DispatchSemaphore(value: 0)
    let isTaken = pool.submit { gate.wait() }
    #expect(isTaken)
    weak var held: Held?
    do {
      let object = Held()
      held = object
      #expect(pool.submit { seen.add(object.number) })
    }
    let second = DispatchSemaphore(value: 0)
    let reached = DispatchSemaphore(value: 0)
    #expect(
      pool.submit {
        reached.signal()
        second.wait()
      })
    for _ in 0..<10 { #expect(pool.submit {}) }
    gate.signal()
    reached.wait()
    #expect(seen.all == [7])
    #expect(held == nil, "a job that is done still holds what it was given")
    second.signal()
    pool.stop()
  }

  private final class Held: Sendable {
    let number = 7
  }
}
