import Foundation
import Identity
import Testing

@testable import Storage

@Suite("The generation")
struct GenerationTests {
  private let place: TemporaryStore

  init() throws { place = try TemporaryStore() }

  @Test func everyChangeOfIdentitiesCounts() throws {
    let store = try place.make()
    let ana = try Sample.user("ana")
    let entry = DenylistEntry(kind: .token, issuer: "corp", value: "t")
    let changes: [(SQLiteStore) throws -> Void] = [
      { try $0.add(ana) }, { try $0.add(try Sample.key("k1", owner: "ana")) },
      { try $0.setGroups(["x"], of: ana.identifier) }, { try $0.setDisabled(true, of: ana.identifier) },
      { try $0.revokeAPIKey(id: "k1", now: 1) },
      { try $0.add(Denial(entry: entry, expires: nil, reason: "", createdAt: 0)) }, { try $0.removeDenial(of: entry) },
    ]
    for change in changes {
      let before = store.generation
      try change(store)
      #expect(store.generation == before + 2)
    }
    let before = store.generation
    _ = try (store.users(), store.apiKeys(), store.denials(), store.apiKey(id: "k1"))
    #expect(store.generation == before)
  }

  @Test func anotherOpenStoreSeesIt() throws {
    let gateway = try place.make()
    let command = try place.open()
    let before = gateway.generation
    try command.add(try Sample.user("ana"))
    #expect(gateway.generation == before + 2)
    #expect(try gateway.users().count == 1)
  }

  @Test func anotherProcessIsSeen() async throws {
    let store = try place.make()
    try store.add(try Sample.user("ana"), with: Sample.key("k1", owner: "ana"))
    let before = store.generation
    let path = place.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      try SQLiteStore(path: path).revokeAPIKey(id: "k1", now: 7)
    }
    #expect(store.generation > before)
    #expect(try store.apiKey(id: "k1")?.key.revokedAt == 7)
  }

  /// Somebody changed the file with another program, or lost the generation file: the net catches it.
  @Test func aChangeWithoutACountIsFoundByAsking() throws {
    let store = try place.make()
    try store.add(try Sample.user("ana"))
    #expect(try !store.pollForeignChanges())
    let before = store.generation
    var connection = try Connection.open(path: place.path)
    try connection.execute("UPDATE users SET disabled = 1")
    #expect(store.generation == before)
    #expect(try store.pollForeignChanges())
    #expect(store.generation == before + 1)
    #expect(try !store.pollForeignChanges())
  }

  @Test func theCountSurvivesARestart() throws {
    let before = try {
      let store = try place.make()
      try store.add(try Sample.user("ana"))
      return store.generation
    }()
    #expect(try place.open().generation >= before)
  }

  @Test func aShortFileIsMadeWhole() throws {
    _ = FileManager.default.createFile(atPath: place.folder + "/g", contents: Data([1, 2]))
    let file = try GenerationFile(path: place.folder + "/g")
    let before = file.value
    file.advance()
    #expect(file.value == before + 1)
    #expect(throws: StorageError.self) { try GenerationFile(path: place.folder + "/missing/g") }
  }
}
