import Glibc
import Synchronization

/// The data plane's threads: one event loop each, started together, stopped by message.
public final class LoopGroup: Sendable {
  /// One mailbox per loop, in the order of the loops.
  public let mailboxes: [LoopMailbox]
  private let threads = Mutex<[pthread_t]>([])

  /// Prepares `count` loops; none runs yet.
  public init(count: Int) {
    mailboxes = (0..<count).map { _ in LoopMailbox() }
  }

  /// Starts every loop on a thread of its own; `prepare` runs there first and builds what the loop carries.
  public func start(_ prepare: @escaping @Sendable (EventLoop) -> Void) {
    for (index, mailbox) in mailboxes.enumerated() {
      let thread = startThread(name: "loop-\(index)") {
        let loop = EventLoop(index: index, mailbox: mailbox)
        prepare(loop)
        loop.run()
      }
      threads.withLock { $0.append(thread) }
    }
  }

  /// Runs `job` on every loop.
  public func post(_ job: @escaping LoopMailbox.Job) {
    for mailbox in mailboxes { mailbox.post(job) }
  }

  /// Waits until every loop has ended.
  public func join() {
    let all = threads.withLock { $0 }
    for thread in all { _ = pthread_join(thread, nil) }
  }
}
