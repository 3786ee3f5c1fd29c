import CSQLite

/// One connection to the database file, with the statements it has compiled.
///
/// Not for two threads at once: the store keeps each in a `Mutex`.
@safe
struct Connection: ~Copyable {
  private let handle: OpaquePointer
  private var statements: [String: PreparedStatement] = [:]

  /// How long a call waits for another process's write, in milliseconds.
  static let busyTimeout: Int32 = 5000

  /// Opens an existing file; settings that every connection shares are made here.
  static func open(path: String) throws(StorageError) -> Connection {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard let opened = unsafe opened else { throw .cannotOpen(path: path, reason: "no memory") }
    var connection = unsafe Connection(owning: opened)
    guard code == SQLITE_OK else { throw .cannotOpen(path: path, reason: unsafe String(cString: sqlite3_errstr(code))) }
    unsafe sqlite3_busy_timeout(opened, busyTimeout)
    unsafe countersign_defend(opened)
    do throws(StorageError) {
      try connection.configure()
    } catch .corrupt {
      throw .notAStore(path: path)
    }
    return connection
  }

  private mutating func configure() throws(StorageError) {
    try execute("PRAGMA foreign_keys = ON")
    try execute("PRAGMA trusted_schema = OFF")
    // NORMAL loses acknowledged writes in a power cut; see docs/decisions.
    try execute("PRAGMA synchronous = FULL")
  }

  private init(owning handle: OpaquePointer) { unsafe self.handle = handle }

  deinit {
    // The second version waits for the statements, which go after this.
    unsafe sqlite3_close_v2(handle)
  }

  /// Runs a statement to its end and drops its rows; returns how many rows it changed.
  @discardableResult
  mutating func execute(_ sql: SQL, _ values: SQLValue...) throws(StorageError) -> Int {
    let statement = try prepared(sql, values)
    defer { statement.reset() }
    var code = statement.step()
    while code == SQLITE_ROW { code = statement.step() }
    guard code == SQLITE_DONE else { throw failure(code) }
    return unsafe Int(sqlite3_changes(handle))
  }

  /// Runs a query and reads each of its rows.
  mutating func rows<Value>(
    _ sql: SQL, _ values: SQLValue..., read: (PreparedStatement) throws(StorageError) -> Value
  ) throws(StorageError) -> [Value] {
    let statement = try prepared(sql, values)
    defer { statement.reset() }
    var found: [Value] = []
    while true {
      let code = statement.step()
      if code == SQLITE_DONE { return found }
      guard code == SQLITE_ROW else { throw failure(code) }
      found.append(try read(statement))
    }
  }

  /// Runs `body` in a transaction that begins with the write lock; a throw undoes all of it.
  mutating func transaction<Value>(
    _ body: (inout Connection) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    try execute("BEGIN IMMEDIATE")
    do {
      let value = try body(&self)
      try execute("COMMIT")
      return value
    } catch {
      // Some errors end the transaction by themselves; then there is nothing left to roll back.
      if unsafe sqlite3_get_autocommit(handle) == 0 { try execute("ROLLBACK") }
      throw error
    }
  }

  /// The compiled statement for `sql`, its values bound.
  private mutating func prepared(_ sql: SQL, _ values: [SQLValue]) throws(StorageError) -> PreparedStatement {
    let text = "\(sql.text)"
    let statement: PreparedStatement
    if let known = statements[text] {
      statement = known
    } else {
      statement = try compile(text)
      statements[text] = statement
    }
    let code = statement.bind(values)
    guard code == SQLITE_OK else { throw failure(code) }
    return statement
  }

  private func compile(_ text: String) throws(StorageError) -> PreparedStatement {
    var compiled: OpaquePointer?
    let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
    let code = unsafe sqlite3_prepare_v3(handle, text, -1, flags, &compiled, nil)
    guard code == SQLITE_OK, let compiled = unsafe compiled else { throw failure(code) }
    return unsafe PreparedStatement(owning: compiled)
  }

  private func failure(_ code: Int32) -> StorageError {
    let message = unsafe String(cString: sqlite3_errmsg(handle))
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: return .busy
    case SQLITE_FULL: return .full
    case SQLITE_NOTADB, SQLITE_CORRUPT: return .corrupt(message)
    default: return .database(code: Int(code), message: message)
    }
  }
}
