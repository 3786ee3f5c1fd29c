import Synchronization

/// One issuer's keys over time: kept, read again, and given up when they can no longer be read.
final class IssuerKeys: Sendable {
  /// What can be done now about a token.
  enum Answer {
    /// These may have signed it.
    case candidates([JSONWebKey])
    /// The keys must be read again first.
    case refresh
    /// They are up to date, and none of them is meant.
    case unknown
    /// They could not be read lately enough.
    case unavailable
  }

  private struct State {
    var keys: JSONWebKeySet?
    /// When the keys were last read, in Unix seconds.
    var readAt: Int64 = 0
    /// When they were last asked for, whether or not an answer came.
    var askedAt: Int64?
    var reading: Task<Bool, Never>?
  }

  private let settings: JWTIssuerSettings
  private let fetcher: KeyFetcher
  private let state = Mutex(State())
  /// Called after the keys have changed, so that what the old ones verified is verified again.
  private let changed: @Sendable () -> Void

  init(settings: JWTIssuerSettings, fetcher: KeyFetcher, changed: @escaping @Sendable () -> Void) {
    self.settings = settings
    self.fetcher = fetcher
    self.changed = changed
  }

  /// The keys for a token with this header.
  func answer(for header: TokenHeader, now: Int64) -> Answer {
    state.withLock { state in
      let mayAsk = mayAsk(state, now: now)
      // Who cannot go on without an answer waits for the one that is on its way.
      let mayWait = mayAsk || state.reading != nil
      guard let keys = state.keys, now - state.readAt < settings.keyStaleLimit else {
        return mayWait ? .refresh : .unavailable
      }
      if now - state.readAt >= settings.keyLifetime, mayAsk { return .refresh }
      let candidates = keys.candidates(for: header)
      guard candidates.isEmpty else { return .candidates(candidates) }
      return mayWait ? .refresh : .unknown
    }
  }

  /// Reads the keys unless they were asked for just now; everybody who asks meanwhile waits for the same answer.
  ///
  /// True when they were read, false when that was too soon or failed; then the old ones stay, within their limit.
  func refresh(now: Int64) async -> Bool {
    let reading: Task<Bool, Never>? = state.withLock { state in
      if let reading = state.reading { return reading }
      guard mayAsk(state, now: now) else { return nil }
      state.askedAt = now
      let task = Task { await self.read(now: now) }
      state.reading = task
      return task
    }
    return await reading?.value ?? false
  }

  /// Whether it is time to read them again although nobody has asked.
  func isDue(now: Int64) -> Bool {
    state.withLock { state in
      (state.keys == nil || now - state.readAt >= settings.keyLifetime) && mayAsk(state, now: now)
    }
  }

  private func read(now: Int64) async -> Bool {
    let keys = await fetcher.read()
    let isNew = state.withLock { state in
      state.reading = nil
      guard let keys else { return false }
      let isNew = state.keys?.digest != keys.digest
      state.keys = keys
      state.readAt = now
      return isNew
    }
    if isNew { changed() }
    return keys != nil
  }

  /// A clock that was set back does not keep anybody waiting.
  private func mayAsk(_ state: borrowing State, now: Int64) -> Bool {
    guard let askedAt = state.askedAt else { return true }
    return now < askedAt || now - askedAt >= settings.keyRefetchInterval
  }
}
