import Synchronization

/// Calls `done` once when `one` has been called so many times.
final class Countdown: Sendable {
  private let left: Atomic<Int>
  private let done: @Sendable () -> Void

  init(_ count: Int, _ done: @escaping @Sendable () -> Void) {
    left = Atomic(count)
    self.done = done
  }

  func one() {
    if left.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done() }
  }
}

/// Waits until every loop has said whether it could do what it was told.
final class LoopAnswers: Sendable {
  private let failed = Atomic(false)
  private let stream: AsyncStream<Void>
  private let countdown: Countdown

  init(count: Int) {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    self.stream = stream
    countdown = Countdown(count) { continuation.finish() }
  }

  func note(_ isGood: Bool) {
    if !isGood { failed.store(true, ordering: .relaxed) }
    countdown.one()
  }

  func areAllGood() async -> Bool {
    for await _ in stream {}
    return !failed.load(ordering: .relaxed)
  }
}
