import CLinux
import Glibc

/// Edge-triggered epoll: a source is added once and never changed until its descriptor is closed.
@safe struct Poller: ~Copyable {
  /// The most events taken in one call.
  static let batchSize = 256

  private let descriptor: Int32
  private let events: UnsafeMutablePointer<epoll_event>

  init() {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    precondition(descriptor >= 0, "epoll_create1 failed: \(errno)")
    unsafe events = .allocate(capacity: Self.batchSize)
  }

  deinit {
    Kernel.close(descriptor)
    unsafe events.deallocate()
  }

  /// Begins to watch; false when the kernel refuses (no memory, too many watches).
  func add(_ source: Int32, token: UInt64, interest: Interest) -> Bool {
    var event = unsafe epoll_event(events: interest.rawValue, data: epoll_data_t(u64: token))
    return unsafe epoll_ctl(descriptor, EPOLL_CTL_ADD, source, &event) == 0
  }

  /// Watches no longer, though the descriptor stays open.
  func remove(_ source: Int32) {
    _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, source, nil)
  }

  /// Waits at most `milliseconds` (-1: for ever); the number of events that `event(_:)` then holds.
  func wait(milliseconds: Int32) -> Int {
    let count = unsafe epoll_wait(descriptor, events, Int32(Self.batchSize), milliseconds)
    return count < 0 ? 0 : Int(count)
  }

  func event(_ index: Int) -> (token: UInt64, readiness: Readiness) {
    let event = unsafe events[index]
    return unsafe (event.data.u64, Readiness(rawValue: event.events))
  }
}

/// What a source asks the poller for.
struct Interest: OptionSet {
  let rawValue: UInt32
  static let stream = Interest(rawValue: EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue)
  static let accept = Interest(rawValue: EPOLLIN.rawValue | EPOLLET.rawValue)
  static let wake = Interest(rawValue: EPOLLIN.rawValue)
}

/// What the poller says of a source.
public struct Readiness: OptionSet, Sendable {
  /// The `EPOLL…` bits of one event.
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  static let readable = Readiness(rawValue: EPOLLIN.rawValue)
  static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
  static let peerFinished = Readiness(rawValue: EPOLLRDHUP.rawValue)
  static let failed = Readiness(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
}
