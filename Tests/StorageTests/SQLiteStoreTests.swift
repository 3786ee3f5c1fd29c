import Cryptography
import Foundation
import Identity
import Testing

@testable import Storage

@Suite("The store")
struct SQLiteStoreTests {
  private let place: TemporaryStore

  init() throws { place = try TemporaryStore() }

  @Test func whatWasAddedIsFoundAfterReopening() throws {
    let ana = try Sample.user("ana", groups: ["eng", "ops"])
    let grant = KeyGrant(actions: ["chat", "list"], models: ["qwen*"])
    do {
      let store = try place.make()
      try store.add(ana, with: Sample.key("k1", owner: "ana", grant: grant))
    }
    let store = try place.open()
    #expect(try store.user(ana.identifier) == ana)
    let found = try #require(try store.apiKey(id: "k1"))
    #expect(found.key == (try Sample.key("k1", owner: "ana", grant: grant)))
    #expect(found.owner == ana)
    #expect(try store.users() == [ana])
    #expect(try store.apiKeys().map(\.id) == ["k1"])
  }

  @Test func grantsKeepTheirMeaning() throws {
    let store = try place.make()
    try store.add(try Sample.user("ana"))
    let grants: [KeyGrant?] = [
      nil, KeyGrant(actions: nil, models: nil), KeyGrant(actions: [], models: nil),
      KeyGrant(actions: ["chat"], models: []),
    ]
    for (index, grant) in grants.enumerated() {
      try store.add(try Sample.key("k\(index)", owner: "ana", grant: grant))
      #expect(try store.apiKey(id: "k\(index)")?.key.grant == grant)
    }
    #expect(throws: StorageError.self) {
      try store.add(try Sample.key("bad", owner: "ana", grant: KeyGrant(actions: ["a\nb"], models: nil)))
    }
  }

  @Test func disablingGroupsAndRevocation() throws {
    let store = try place.make()
    let ana = try Sample.user("ana")
    try store.add(ana, with: Sample.key("k1", owner: "ana"))
    try store.setDisabled(true, of: ana.identifier)
    #expect(try store.user(ana.identifier)?.isDisabled == true)
    try store.setGroups([], of: ana.identifier)
    #expect(try store.user(ana.identifier)?.groups == [])
    try store.revokeAPIKey(id: "k1", now: 100)
    try store.revokeAPIKey(id: "k1", now: 200)
    #expect(try store.apiKey(id: "k1")?.key.revokedAt == 100)
  }

  @Test func whatIsNotThereIsSaid() throws {
    let store = try place.make()
    let nobody = try Sample.identifier("nobody")
    #expect(try store.user(nobody) == nil)
    #expect(try store.apiKey(id: "none") == nil)
    #expect(throws: StorageError.unknown("local:nobody")) { try store.setDisabled(true, of: nobody) }
    #expect(throws: StorageError.unknown("API key none")) { try store.revokeAPIKey(id: "none", now: 1) }
    #expect(throws: StorageError.unknown("local:nobody")) { try store.add(try Sample.key("k", owner: "nobody")) }
    try store.add(try Sample.user("ana"), with: Sample.key("k1", owner: "ana"))
    #expect(throws: StorageError.exists("local:ana")) { try store.add(try Sample.user("ana")) }
    #expect(throws: StorageError.exists("API key k1")) { try store.add(try Sample.key("k1", owner: "ana")) }
  }

  @Test func aUserAndAKeyAreAddedTogetherOrNotAtAll() throws {
    let store = try place.make()
    try store.add(try Sample.user("ana"), with: Sample.key("k1", owner: "ana"))
    #expect(throws: StorageError.self) { try store.add(try Sample.user("ben"), with: Sample.key("k1", owner: "ben")) }
    #expect(try store.users().map(\.identifier.subject) == ["ana"])
  }

  @Test func identitiesAreComparedAsBytes() throws {
    let store = try place.make()
    try store.add(try Sample.user("Ana"))
    try store.add(try Sample.user("ana"))
    try store.add(try Sample.user("\u{E9}"))
    #expect(try store.user(try Sample.identifier("e\u{301}")) == nil)
    try store.add(try Sample.user("e\u{301}"))
    #expect(try store.users().count == 4)
    #expect(try store.user(try Sample.identifier("ANA")) == nil)
  }

  @Test(arguments: [
    "' OR 1=1 --", "k1'; DROP TABLE users; --", "k1\u{0}", "\u{0}", "", "%", "k_", "K1", "k1 ", "\"k1\"", "k1/*", "😀'",
  ])
  func sqlInAKeyIsOnlyAKeyThatDoesNotExist(_ id: String) throws {
    let store = try place.make()
    try store.add(try Sample.user("ana"), with: Sample.key("k1", owner: "ana"))
    #expect(try store.apiKey(id: id) == nil)
    #expect(throws: StorageError.unknown("API key \(id)")) { try store.revokeAPIKey(id: id, now: 1) }
    store.recordUse(ofKey: id, now: 5)
    try store.flushUses()
    let entry = DenylistEntry(kind: .token, issuer: "corp", value: id)
    #expect(try !store.denies(anyOf: [entry], now: 0))
    try store.add(Denial(entry: entry, expires: nil, reason: id, createdAt: 0))
    #expect(try store.denies(anyOf: [entry], now: 0))
    #expect(try store.denials().first?.reason == id)
    #expect(try store.apiKey(id: "k1")?.key.revokedAt == nil)
  }

  @Test func theDenylistRunsOut() throws {
    let store = try place.make()
    let subject = DenylistEntry(kind: .subject, issuer: "corp", value: "8f3c")
    let session = DenylistEntry(kind: .session, issuer: "corp", value: "8f3c")
    try store.add(Denial(entry: subject, expires: 100, reason: "left", createdAt: 1))
    #expect(try store.denies(anyOf: [session, subject], now: 99))
    #expect(try !store.denies(anyOf: [session, subject], now: 100))
    #expect(try !store.denies(anyOf: [session], now: 99))
    #expect(try !store.denies(anyOf: [DenylistEntry(kind: .subject, issuer: "local", value: "8f3c")], now: 99))
    #expect(try !store.denies(anyOf: [], now: 99))
    try store.add(Denial(entry: session, expires: nil, reason: "", createdAt: 101))
    #expect(try store.denials().map(\.entry) == [session])
    try store.removeDenial(of: session)
    #expect(try !store.denies(anyOf: [session], now: 0))
    #expect(throws: StorageError.self) { try store.removeDenial(of: session) }
  }

  @Test func usesAreWrittenInBatches() throws {
    let store = try place.make()
    try store.add(try Sample.user("ana"), with: Sample.key("k1", owner: "ana"))
    let generation = store.generation
    store.recordUse(ofKey: "k1", now: 500)
    store.recordUse(ofKey: "k1", now: 400)
    #expect(try store.apiKey(id: "k1")?.key.lastUsedAt == nil)
    try store.flushUses()
    try store.flushUses()
    #expect(try store.apiKey(id: "k1")?.key.lastUsedAt == 500)
    for index in 0..<(PendingUses.limit + 5) { store.recordUse(ofKey: "x\(index)", now: 1) }
    #expect(store.uses.take().count == PendingUses.limit)
    #expect(try !store.pollForeignChanges())
    #expect(store.generation == generation)
  }

  @Test func threadsMayShareTheStore() async throws {
    let store = try place.make()
    try store.add(try Sample.user("ana"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          for index in 0..<25 {
            try store.add(try Sample.key("k\(worker)x\(index)", owner: "ana"))
            _ = try store.apiKey(id: "k0x0")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try store.apiKeys().count == 100)
  }
}
