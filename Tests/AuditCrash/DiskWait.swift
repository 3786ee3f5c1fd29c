import Foundation
import Synchronization

/// Waits until records are on the disk, as a loop's parked calls do.
final class DiskWait: Sendable {
  private let durable = Mutex<UInt64>(0)
  private let arrived = DispatchSemaphore(value: 0)

  func reached(_ sequence: UInt64) {
    durable.withLock { $0 = max($0, sequence) }
    arrived.signal()
  }

  /// Returns once the record with this number is on the disk.
  func wait(for sequence: UInt64) {
    while durable.withLock({ $0 }) < sequence { arrived.wait() }
  }
}
