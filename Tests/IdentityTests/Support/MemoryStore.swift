import Identity
import Synchronization

/// A store in memory that follows the protocol's contract, and that can be told to fail.
final class MemoryStore: IdentityStore {
  struct Failure: Error {}

  struct State {
    var keys: [String: APIKeyRecord] = [:]
    var users: [PrincipalIdentifier: User] = [:]
    var denied: [DenylistEntry: Int64] = [:]
    var uses: [String: Int64] = [:]
    var generation: UInt64 = 1
    var isFailing = false
  }

  private let state = Mutex(State())

  /// Changes identities as an administrator would, and with them the generation.
  func change(_ body: (inout State) -> Void) {
    state.withLock {
      body(&$0)
      $0.generation += 1
    }
  }

  func lastUse(of key: String) -> Int64? {
    state.withLock { $0.uses[key] }
  }

  var generation: UInt64 { state.withLock { $0.generation } }

  func apiKey(id: String) throws -> (key: APIKeyRecord, owner: User)? {
    try state.withLock { state in
      if state.isFailing { throw Failure() }
      guard let key = state.keys[id] else { return nil }
      guard let owner = state.users[key.owner] else { throw Failure() }
      return (key, owner)
    }
  }

  func user(_ identifier: PrincipalIdentifier) throws -> User? {
    try state.withLock { state in
      if state.isFailing { throw Failure() }
      return state.users[identifier]
    }
  }

  func denies(anyOf entries: [DenylistEntry], now: Int64) throws -> Bool {
    try state.withLock { state in
      if state.isFailing { throw Failure() }
      return entries.contains { now < state.denied[$0] ?? .min }
    }
  }

  func recordUse(ofKey id: String, now: Int64) {
    state.withLock { $0.uses[id] = now }
  }
}
