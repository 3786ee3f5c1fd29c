import Synchronization

/// Tells a running transfer that nobody waits for it any more.
final class Cancellation: Sendable {
  private let asked = Atomic<Bool>(false)

  func cancel() { asked.store(true, ordering: .relaxed) }

  var isAsked: Bool { asked.load(ordering: .relaxed) }
}
