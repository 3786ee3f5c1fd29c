import Glibc
import Synchronization

/// Accounts, API keys and the denylist in one SQLite file.
///
/// Safe from any thread. Every call but `generation` may block on the disk: worker pool and control plane only.
public final class SQLiteStore: Sendable {
  let reader: Mutex<Connection>
  let writer: Mutex<Connection>
  let generationFile: GenerationFile
  let uses = PendingUses()
  private let dataVersion: Mutex<Int64>

  /// Opens the store at `path` and brings its schema up to date.
  ///
  /// `creating` makes the file, with mode 0600, and refuses one that is there.
  public init(path: String, creating: Bool = false) throws(StorageError) {
    if creating { try Self.create(path) }
    guard unsafe access(path, F_OK) == 0 else { throw .missing(path: path) }
    var connection = try Connection.open(path: path)
    try Schema.migrate(&connection, path: path)
    dataVersion = Mutex(try Self.dataVersion(&connection))
    writer = Mutex(connection)
    reader = Mutex(try Connection.open(path: path))
    generationFile = try GenerationFile(path: path + Self.generationSuffix)
  }

  /// What is appended to the database's path for the file of the generation counter.
  public static let generationSuffix = "-generation"

  /// Looks whether another process changed the file without counting the generation up, and does so for it.
  ///
  /// The net under the generation file; the server calls it each second. True when there was a change.
  @discardableResult
  public func pollForeignChanges() throws(StorageError) -> Bool {
    // The writer's own connection, because SQLite does not count a connection's own commits.
    let version = try writer.withLock { connection throws(StorageError) in
      try Self.dataVersion(&connection)
    }
    let changed = dataVersion.withLock { known in
      defer { known = version }
      return known != version
    }
    if changed { generationFile.advance() }
    return changed
  }

  /// Writes a consistent copy of the store to `path`, which must not exist; the copy has mode 0600.
  public func backup(to path: String) throws(StorageError) {
    try Self.create(path)
    try reader.withLock { connection throws(StorageError) in
      _ = try connection.execute("VACUUM INTO ?", .text(path))
    }
  }

  private static func dataVersion(_ connection: inout Connection) throws(StorageError) -> Int64 {
    try connection.rows("PRAGMA data_version") { $0.integer(0) ?? 0 }.first ?? 0
  }

  /// Runs a change of identities in a transaction, between two counts of the generation.
  ///
  /// The count before makes caches verify again even if this process dies between commit and second count; the count
  /// after makes them drop what they verified meanwhile against the old rows.
  func change<Value: Sendable>(
    _ body: @Sendable (inout Connection) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    generationFile.advance()
    defer { generationFile.advance() }
    return try writer.withLock { connection throws(StorageError) in try connection.transaction(body) }
  }

  /// Makes an empty file for its owner alone; SQLite gives its companions the same mode.
  private static func create(_ path: String) throws(StorageError) {
    let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { throw .exists(path) }
      throw .cannotOpen(path: path, reason: unsafe String(cString: strerror(errno)))
    }
    close(descriptor)
  }
}
