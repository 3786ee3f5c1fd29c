import CLinux
import Glibc
import Synchronization

/// A few threads for work that would stall a loop: signatures, password hashing, scoring, name look-ups.
public final class WorkerPool: Sendable {
  /// What a worker runs; it may block.
  public typealias Job = @Sendable () -> Void

  /// The most jobs that may wait; beyond it the submitter is refused and answers 503.
  public static let defaultQueueLimit = 8192

  private struct State {
    var queue: [Job?] = []
    var next = 0
    var isStopped = false

    // What is done is let go at once, and its place now and then: a queue may never be empty for a moment.
    mutating func take() -> Job? {
      guard next < queue.count else { return nil }
      let job = queue[next].take()
      next += 1
      if next == queue.count {
        queue.removeAll(keepingCapacity: true)
        next = 0
      } else if next >= 1024 && next * 2 >= queue.count {
        queue.removeFirst(next)
        next = 0
      }
      return job
    }
  }

  private let state = Mutex(State())
  private let threads = Mutex<[pthread_t]>([])
  private let semaphore: Int32
  private let queueLimit: Int

  /// Starts `count` threads; `queueLimit` jobs may wait beside those that run.
  public init(threads count: Int, queueLimit: Int = WorkerPool.defaultQueueLimit) {
    self.queueLimit = queueLimit
    // A counting semaphore: each read takes one job's worth.
    semaphore = eventfd(0, Int32(EFD_SEMAPHORE | EFD_CLOEXEC))
    precondition(semaphore >= 0, "eventfd failed: \(errno)")
    for index in 0..<count {
      let thread = startThread(name: "worker-\(index)") { [self] in run() }
      threads.withLock { $0.append(thread) }
    }
  }

  deinit { Kernel.close(semaphore) }

  /// Takes a job; false when the queue is full or the pool stopped.
  public func submit(_ job: @escaping Job) -> Bool {
    let isTaken = state.withLock { state in
      guard !state.isStopped, state.queue.count - state.next < queueLimit else { return false }
      state.queue.append(job)
      return true
    }
    if isTaken { signal() }
    return isTaken
  }

  /// Ends the threads once the jobs taken so far are done.
  public func stop() {
    state.withLock { $0.isStopped = true }
    let all = threads.withLock { threads in
      let all = threads
      threads = []
      return all
    }
    for _ in all { signal() }
    for thread in all { _ = pthread_join(thread, nil) }
  }

  private func signal() {
    var one: UInt64 = 1
    unsafe _ = write(semaphore, &one, 8)
  }

  private func run() {
    while true {
      var count: UInt64 = 0
      if unsafe read(semaphore, &count, 8) != 8 {
        if errno == EINTR { continue }
        return
      }
      guard let job = take() else { return }
      job()
    }
  }

  private func take() -> Job? {
    state.withLock { $0.take() }
  }
}
