public import Identity
import Synchronization

/// What the administrator's commands ask; each change is durable when the call returns.
extension SQLiteStore {
  /// Every user, by issuer and subject.
  public func users() throws(StorageError) -> [User] {
    try reader.withLock { connection throws(StorageError) in try UserTable.all(&connection) }
  }

  /// Adds a user; `.exists` where there is one of that name.
  public func add(_ user: User) throws(StorageError) {
    try change { connection throws(StorageError) in try UserTable.insert(user, &connection) }
  }

  /// Disables or enables a user; a disabled one's keys and tokens are refused from the next request on.
  public func setDisabled(_ disabled: Bool, of identifier: PrincipalIdentifier) throws(StorageError) {
    try change { connection throws(StorageError) in try UserTable.setDisabled(disabled, identifier, &connection) }
  }

  /// Replaces the groups that this gateway itself gives a user.
  public func setGroups(_ groups: [String], of identifier: PrincipalIdentifier) throws(StorageError) {
    try change { connection throws(StorageError) in try UserTable.setGroups(groups, identifier, &connection) }
  }

  /// Every API key, by owner and age.
  public func apiKeys() throws(StorageError) -> [APIKeyRecord] {
    try reader.withLock { connection throws(StorageError) in try APIKeyTable.all(&connection) }
  }

  /// Adds an API key; its owner must exist.
  public func add(_ key: APIKeyRecord) throws(StorageError) {
    try change { connection throws(StorageError) in try APIKeyTable.insert(key, &connection) }
  }

  /// Adds a user with a first key, both or neither.
  public func add(_ user: User, with key: APIKeyRecord) throws(StorageError) {
    try change { connection throws(StorageError) in
      try UserTable.insert(user, &connection)
      try APIKeyTable.insert(key, &connection)
    }
  }

  /// Revokes a key from `now` (Unix seconds) on; a revoked one keeps its first time.
  public func revokeAPIKey(id: String, now: Int64) throws(StorageError) {
    try change { connection throws(StorageError) in try APIKeyTable.revoke(id, at: now, &connection) }
  }

  /// Every denylist entry, also those that ran out and were not yet dropped.
  public func denials() throws(StorageError) -> [Denial] {
    try reader.withLock { connection throws(StorageError) in try DenylistTable.all(&connection) }
  }

  /// Puts an entry on the denylist, or gives the one that is there a new end; drops those that ran out.
  public func add(_ denial: Denial) throws(StorageError) {
    try change { connection throws(StorageError) in
      try DenylistTable.removeExpired(denial.createdAt, &connection)
      try DenylistTable.upsert(denial, &connection)
    }
  }

  /// Takes an entry off the denylist.
  public func removeDenial(of entry: DenylistEntry) throws(StorageError) {
    try change { connection throws(StorageError) in try DenylistTable.remove(entry, &connection) }
  }
}
