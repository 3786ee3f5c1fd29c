import Synchronization

/// When keys were last used, gathered until somebody writes them down.
final class PendingUses: Sendable {
  /// Keys remembered at once; beyond it a use is forgotten, which is no error.
  static let limit = 10_000

  private let times = Mutex<[String: Int64]>([:])

  /// Notes a use.
  func note(_ id: String, at now: Int64) {
    times.withLock { times in
      guard times[id] != nil || times.count < Self.limit else { return }
      times[id] = max(times[id] ?? 0, now)
    }
  }

  /// Hands over all that was noted.
  func take() -> [String: Int64] {
    times.withLock { times in
      defer { times = [:] }
      return times
    }
  }
}
