import Synchronization
import Transport

/// When an event loop last had time for its periodic job: what says that it turns.
final class Heartbeat: Sendable {
  private let last = Atomic<UInt64>(0)

  /// Called by the loop, some times a second.
  func beat(_ now: UInt64) { last.store(now, ordering: .relaxed) }

  /// Whether the loop turned within so many nanoseconds.
  func isAlive(within interval: UInt64) -> Bool {
    let now = Clock.monotonic()
    return now < last.load(ordering: .relaxed) + interval
  }
}

/// Tells the supervisor again and again that every loop turns, and falls silent when one does not.
struct Watchdog {
  let supervisor: Supervisor
  let heartbeats: [Heartbeat]

  /// Runs until cancelled, where the supervisor wants to hear.
  func run() async {
    guard let interval = supervisor.watchdogInterval else { return }
    while !Task.isCancelled {
      if heartbeats.allSatisfy({ $0.isAlive(within: interval) }) { supervisor.tellAlive() }
      try? await Task.sleep(nanoseconds: interval / 3)
    }
  }
}
