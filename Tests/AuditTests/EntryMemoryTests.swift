import Cryptography
import Foundation
import Testing

@testable import Audit

/// What entries say of callers and calls that come again is remembered, and never said of another.
@Suite struct EntryMemoryTests {
  private func caller(_ number: Int, credential: Credential) throws -> Caller {
    try Caller(
      principal: Array("corp:p\(number)".utf8), email: Array("p\(number)@example.org".utf8), credential: credential,
      assurance: Assurance(methods: Array("pwd".utf8), context: Array("c\(number % 3)".utf8), authenticatedAt: 7))
  }

  /// Callers, addresses, days and kinds of calls in turn: every entry tells its own.
  @Test func entriesTellTheirOwn() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    let journal = log.journal(0)
    let day: Int64 = 86_400_000
    var wanted: [String: (caller: Int, address: Int, day: Int64, model: String)] = [:]
    for number in 0..<600 {
      let who = number % 7
      let address = number % 3
      let today = Int64(number % 2)
      let model = "m\(number % 5)"
      let caller = try caller(who, credential: .apiKey(id: Array("key\(who)".utf8)))
      var intent = Sample.intent(number, caller: caller, model: model)
      intent.time = Fixture.now + today * day
      intent.client = Array("192.0.2.\(address)".utf8)
      try journal.begin(intent)
      try journal.append(Sample.outcome(number))
      wanted[intent.id.text] = (who, address, today, model)
    }
    log.close()
    var texts = try #require(SealedTexts(log: fixture.folder, sealKey: fixture.sealKey))
    let intents = try fixture.entries().filter { $0.kind == .intent }
    #expect(intents.count == 600)
    for intent in intents {
      let want = try #require(wanted[intent.id!.text])
      #expect(intent.fields["model"]?.string == want.model)
      #expect(intent.fields["acr"]?.string == "c\(want.caller % 3)")
      #expect(intent.fields["credential_id"]?.string == "key\(want.caller)")
      let text = { (field: String) in
        try texts.text(of: try #require(intent.commitment(field)), time: intent.time)
      }
      #expect(try text("principal") == "corp:p\(want.caller)")
      #expect(try text("email") == "p\(want.caller)@example.org")
      #expect(try text("client") == "192.0.2.\(want.address)")
    }
    let principals = Set(intents.compactMap { $0.fields["principal"]?.string })
    #expect(principals.count == 14, "one for each person and day")
  }

  /// Two kinds of calls whose names are the same bytes in a row are two kinds.
  @Test func namesAreNotRunTogether() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    let journal = log.journal(0)
    for (number, names) in [("ab", "c"), ("a", "bc"), ("ab", "c")].enumerated() {
      var intent = Sample.intent(number)
      intent.target = RecordedTarget(
        route: Array(names.0.utf8), action: Array(names.1.utf8), model: [], upstream: [])
      try journal.begin(intent)
      try journal.append(Sample.outcome(number))
    }
    log.close()
    let intents = try fixture.entries().filter { $0.kind == .intent }
    #expect(intents.map { $0.fields["route"]?.string } == ["ab", "a", "ab"])
    #expect(intents.map { $0.fields["action"]?.string } == ["c", "bc", "c"])
  }

  /// After an erasure a person's next call has another salt, though the caller was remembered.
  @Test func erasureForgetsTheMemory() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    let journal = log.journal(0)
    try journal.call(1)
    #expect(try log.erase(principal: "local:ana") > 0)
    try journal.call(2)
    log.close()
    let intents = try fixture.entries().filter { $0.kind == .intent }
    #expect(intents[0].fields["principal"] != intents[1].fields["principal"])
    #expect(intents[0].fields["client"] != intents[1].fields["client"])
  }
}
