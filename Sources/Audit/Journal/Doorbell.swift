import CLinux
import Glibc
import Synchronization

/// Wakes one thread that sleeps: at most one system call per sleep, however many ring.
final class Doorbell: Sendable {
  private let sleeping = Atomic<Bool>(false)
  private let event: DiskFile

  init() throws(DiskFailure) {
    let descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard descriptor >= 0 else { throw DiskFailure(.open, path: "eventfd") }
    event = DiskFile(owning: descriptor, path: "eventfd")
  }

  /// Wakes the sleeper, if it sleeps.
  func ring() {
    guard sleeping.exchange(false, ordering: .sequentiallyConsistent) else { return }
    var one: UInt64 = 1
    _ = unsafe write(event.descriptor, &one, 8)
  }

  /// Sleeps until woken or until the milliseconds are over; `hasWork` is asked once more after the sleep was announced.
  func sleep(milliseconds: Int, unless hasWork: () -> Bool) {
    sleeping.store(true, ordering: .sequentiallyConsistent)
    if !hasWork() {
      var poll = pollfd(fd: event.descriptor, events: Int16(POLLIN), revents: 0)
      _ = unsafe Glibc.poll(&poll, 1, Int32(clamping: milliseconds))
    }
    sleeping.store(false, ordering: .sequentiallyConsistent)
    var count: UInt64 = 0
    _ = unsafe read(event.descriptor, &count, 8)
  }
}
