public import Identity
import Synchronization

/// What authentication asks.
extension SQLiteStore: IdentityStore {
  /// Counts every change of users, keys or denylist by any process; one plain load from shared memory.
  public var generation: UInt64 { generationFile.value }

  /// The key with this id and its owner; throws where the owner is missing.
  public func apiKey(id: String) throws -> (key: APIKeyRecord, owner: User)? {
    try reader.withLock { connection throws(StorageError) in try APIKeyTable.find(id, &connection) }
  }

  /// What is known of this principal.
  public func user(_ identifier: PrincipalIdentifier) throws -> User? {
    try reader.withLock { connection throws(StorageError) in try UserTable.find(identifier, &connection) }
  }

  /// Whether one of the entries is on the denylist and has not run out by `now`.
  public func denies(anyOf entries: [DenylistEntry], now: Int64) throws -> Bool {
    try reader.withLock { connection throws(StorageError) in
      for entry in entries where try DenylistTable.holds(entry, now: now, &connection) { return true }
      return false
    }
  }

  /// Remembers the use until `flushUses`.
  public func recordUse(ofKey id: String, now: Int64) { uses.note(id, at: now) }

  /// Writes the remembered uses in one transaction; called by a timer and before the end. The generation stays.
  public func flushUses() throws(StorageError) {
    let pending = uses.take()
    guard !pending.isEmpty else { return }
    try writer.withLock { connection throws(StorageError) in
      try connection.transaction { connection throws(StorageError) in
        for (id, now) in pending { try APIKeyTable.recordUse(id, at: now, &connection) }
      }
    }
  }
}
