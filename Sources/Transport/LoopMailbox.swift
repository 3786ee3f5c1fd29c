import CLinux
import Glibc
import Synchronization

/// How other threads speak to a loop: jobs that run on its thread, in order.
public final class LoopMailbox: Sendable {
  /// What is run on the loop's thread.
  public typealias Job = @Sendable (EventLoop) -> Void

  private let jobs = Mutex<[Job]>([])
  let descriptor: Int32

  init() {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    precondition(descriptor >= 0, "eventfd failed: \(errno)")
  }

  deinit { Kernel.close(descriptor) }

  /// Runs `job` on the loop's thread as soon as the batch of events at hand is done.
  public func post(_ job: @escaping Job) {
    let wasEmpty = jobs.withLock { jobs in
      jobs.append(job)
      return jobs.count == 1
    }
    if wasEmpty { wake() }
  }

  private func wake() {
    var one: UInt64 = 1
    // The counter cannot overflow: it is emptied each time the loop wakes.
    unsafe _ = write(descriptor, &one, 8)
  }

  func take() -> [Job] {
    var count: UInt64 = 0
    unsafe _ = read(descriptor, &count, 8)
    return jobs.withLock { jobs in
      let taken = jobs
      jobs = []
      return taken
    }
  }
}
