/// The database's tables, made and changed by numbered migrations.
///
/// The number stands in `PRAGMA user_version`, the program's mark in `PRAGMA application_id`. A migration that was
/// released is never edited; a change is a new one.
enum Schema {
  /// "Csgn", so that `file(1)` and this program know the database for what it is.
  static let applicationIdentifier: Int64 = 0x4373_676E

  /// The newest schema that this program knows.
  static var version: Int { migrations.count }

  /// Statements of each migration, in order; the first makes version 1.
  private static let migrations: [[SQL]] = [
    [
      """
      CREATE TABLE users (
        issuer TEXT NOT NULL COLLATE BINARY, subject TEXT NOT NULL COLLATE BINARY,
        kind TEXT NOT NULL CHECK (kind IN ('person', 'service')), email TEXT, groups TEXT NOT NULL,
        disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)), created_at INTEGER NOT NULL,
        PRIMARY KEY (issuer, subject)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE api_keys (
        id TEXT NOT NULL COLLATE BINARY PRIMARY KEY, digest BLOB NOT NULL CHECK (length(digest) = 32),
        digest_version INTEGER NOT NULL, issuer TEXT NOT NULL COLLATE BINARY, subject TEXT NOT NULL COLLATE BINARY,
        label TEXT NOT NULL, narrowed INTEGER NOT NULL CHECK (narrowed IN (0, 1)), actions TEXT, models TEXT,
        created_at INTEGER NOT NULL, expires_at INTEGER, revoked_at INTEGER, last_used_at INTEGER,
        FOREIGN KEY (issuer, subject) REFERENCES users (issuer, subject)
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX api_keys_by_owner ON api_keys (issuer, subject)",
      """
      CREATE TABLE denylist (
        kind TEXT NOT NULL CHECK (kind IN ('subject', 'session', 'token')), issuer TEXT NOT NULL COLLATE BINARY,
        value TEXT NOT NULL COLLATE BINARY, expires_at INTEGER, reason TEXT NOT NULL, created_at INTEGER NOT NULL,
        PRIMARY KEY (kind, issuer, value)
      ) STRICT, WITHOUT ROWID
      """,
    ]
  ]

  /// Brings the database to the newest schema; `path` is for messages.
  static func migrate(_ connection: inout Connection, path: String) throws(StorageError) {
    try check(&connection, path: path)
    try connection.execute("PRAGMA journal_mode = WAL")
    // Read again inside the transaction: another process may migrate at the same time.
    try connection.transaction { connection throws(StorageError) in
      for migration in migrations.dropFirst(try found(&connection)) {
        for statement in migration { try connection.execute(statement) }
      }
      try record(&connection)
    }
  }

  private static func check(_ connection: inout Connection, path: String) throws(StorageError) {
    do throws(StorageError) {
      let version = try found(&connection)
      let identifier = try connection.rows("PRAGMA application_id") { $0.integer(0) ?? 0 }.first ?? 0
      let tables = try connection.rows("SELECT count(*) FROM sqlite_schema") { $0.integer(0) ?? 0 }.first ?? 0
      let isFresh = tables == 0 && version == 0 && identifier == 0
      guard isFresh || identifier == applicationIdentifier else { throw StorageError.notAStore(path: path) }
      guard version <= self.version else { throw StorageError.newerSchema(found: version, known: self.version) }
    } catch .corrupt {
      throw .notAStore(path: path)
    }
  }

  private static func found(_ connection: inout Connection) throws(StorageError) -> Int {
    Int(try connection.rows("PRAGMA user_version") { $0.integer(0) ?? 0 }.first ?? 0)
  }

  /// A pragma takes no bound value, so the two numbers stand in literals; a test holds them to the constants.
  private static func record(_ connection: inout Connection) throws(StorageError) {
    try connection.execute("PRAGMA application_id = 0x4373676E")
    try connection.execute("PRAGMA user_version = 1")
  }
}
