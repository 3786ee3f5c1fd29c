import Synchronization

/// A fixed block of 64-bit counters with one writing thread and any number of readers.
///
/// A reader sees each counter whole, but not all counters of one instant.
@safe
final class CounterBank: Sendable {
  let count: Int
  // Sendable: the pointer never changes and what it points to are atomics.
  nonisolated(unsafe) private let base: UnsafeMutablePointer<Atomic<UInt64>>

  /// `count` counters, all zero.
  init(count: Int) {
    self.count = count
    unsafe base = .allocate(capacity: count)
    for index in 0..<count { unsafe (base + index).initialize(to: Atomic(0)) }
  }

  deinit {
    unsafe base.deinitialize(count: count)
    unsafe base.deallocate()
  }

  /// Adds to one counter; only the bank's own thread may call it, so no read-modify-write instruction is needed.
  func add(_ amount: UInt64, at index: Int) {
    precondition(index >= 0 && index < count)
    let value = unsafe base[index].load(ordering: .relaxed)
    unsafe base[index].store(value &+ amount, ordering: .relaxed)
  }

  /// Sets one counter; only the bank's own thread may call it.
  func set(_ value: UInt64, at index: Int) {
    precondition(index >= 0 && index < count)
    unsafe base[index].store(value, ordering: .relaxed)
  }

  /// One counter's value, from any thread.
  func value(at index: Int) -> UInt64 {
    precondition(index >= 0 && index < count)
    return unsafe base[index].load(ordering: .relaxed)
  }
}
