import Foundation
import Identity
import Testing

@testable import Storage

@Suite("The database file")
struct SchemaTests {
  private let place: TemporaryStore

  init() throws { place = try TemporaryStore() }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  private func pragma(_ sql: SQL) throws -> String? {
    var connection = try Connection.open(path: place.path)
    return try connection.rows(sql) { $0.text(0) }.first ?? nil
  }

  @Test func settingsAreTheDurableOnes() throws {
    _ = try place.make()
    #expect(try pragma("PRAGMA journal_mode") == "wal")
    #expect(try pragma("PRAGMA synchronous") == "2")
    #expect(try pragma("PRAGMA foreign_keys") == "1")
    #expect(try pragma("PRAGMA user_version") == String(Schema.version))
    #expect(try pragma("PRAGMA application_id") == String(Schema.applicationIdentifier))
    #expect(try pragma("PRAGMA integrity_check") == "ok")
  }

  @Test func onlyTheOwnerMayRead() throws {
    let store = try place.make()
    try store.add(try Sample.user("ana"))
    for suffix in ["", "-wal", "-shm", SQLiteStore.generationSuffix] { #expect(try mode(place.path + suffix) == 0o600) }
    try store.backup(to: place.folder + "/copy.db")
    #expect(try mode(place.folder + "/copy.db") == 0o600)
  }

  @Test func nothingIsOverwritten() throws {
    let store = try place.make()
    #expect(throws: StorageError.exists(place.path)) { try place.make() }
    #expect(throws: StorageError.exists(place.path)) { try store.backup(to: place.path) }
  }

  @Test func aMissingFileIsNotMade() throws {
    #expect(throws: StorageError.missing(path: place.path)) { try place.open() }
    #expect(!FileManager.default.fileExists(atPath: place.path))
  }

  @Test func aNewerSchemaIsRefused() throws {
    _ = try place.make()
    var connection = try Connection.open(path: place.path)
    try connection.execute("PRAGMA user_version = 99")
    #expect(throws: StorageError.newerSchema(found: 99, known: Schema.version)) { try place.open() }
  }

  @Test func otherFilesAreRefused() throws {
    try "not a database, but long enough to be looked at as one, surely".write(
      toFile: place.path, atomically: true, encoding: .utf8)
    #expect(throws: StorageError.notAStore(path: place.path)) { try place.open() }
    try FileManager.default.removeItem(atPath: place.path)
    _ = FileManager.default.createFile(atPath: place.path, contents: nil)
    var connection = try Connection.open(path: place.path)
    try connection.execute("CREATE TABLE theirs (a)")
    #expect(throws: StorageError.notAStore(path: place.path)) { try place.open() }
    #expect(try connection.rows("SELECT name FROM sqlite_schema") { $0.text(0) } == ["theirs"])
  }

  @Test func aBackupIsAStore() throws {
    let store = try place.make()
    try store.add(try Sample.user("ana"), with: Sample.key("k1", owner: "ana"))
    try store.backup(to: place.folder + "/copy.db")
    try store.revokeAPIKey(id: "k1", now: 1)
    let copy = try SQLiteStore(path: place.folder + "/copy.db")
    #expect(try copy.apiKey(id: "k1")?.key.revokedAt == nil)
    #expect(try copy.users() == [try Sample.user("ana")])
  }

  @Test func damageIsAnErrorAndNotAnAbsence() throws {
    let store = try place.make()
    try store.add(try Sample.user("ana"), with: Sample.key("k1", owner: "ana"))
    var connection = try Connection.open(path: place.path)
    try connection.execute("PRAGMA foreign_keys = OFF")
    try connection.execute("DELETE FROM users")
    #expect(throws: StorageError.self) { try store.apiKey(id: "k1") }
  }

  @Test func aThrowUndoesTheTransaction() throws {
    _ = try place.make()
    var connection = try Connection.open(path: place.path)
    #expect(throws: StorageError.busy) {
      try connection.transaction { connection throws(StorageError) in
        try UserTable.insert(try! Sample.user("ana"), &connection)
        throw .busy
      }
    }
    #expect(try UserTable.all(&connection).isEmpty)
  }
}
