import Cryptography
import Foundation
import Testing

@testable import Audit

@Suite struct ErasureTests {
  private func caller(_ name: String) throws -> Caller {
    try Caller(principal: Array(name.utf8), credential: .token(id: Array("jti-\(name)".utf8)))
  }

  private func texts(_ fixture: Fixture) throws -> SealedTexts {
    try #require(SealedTexts(log: fixture.folder, sealKey: fixture.sealKey))
  }

  private func principals(_ fixture: Fixture) throws -> [String?] {
    var texts = try texts(fixture)
    return try fixture.entries().filter { $0.kind == .intent }.map {
      try texts.text(of: $0.commitment("principal")!, time: $0.time)
    }
  }

  /// Readers with the key see names; after erasure they see nothing of that person, and every proof still verifies.
  @Test func erasedIsGoneAndProofsHold() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    let journal = log.journal(0)
    for (number, name) in ["local:ana", "local:bob", "local:ana"].enumerated() {
      try journal.begin(Sample.intent(number, caller: caller(name)))
    }
    log.flush()
    #expect(try principals(fixture) == ["local:ana", "local:bob", "local:ana"])
    let before = try fixture.log.checkpointBytes()
    #expect(try log.erase(principal: "local:ana") == 3)
    #expect(try principals(fixture) == [nil, "local:bob", nil])
    log.close()
    _ = try fixture.verifier.verifyWholeLog()
    _ = try fixture.verifier.verifyConsistency(since: before!)
    for file in fixture.files(under: ".") {
      let text = String(decoding: try fixture.bytes(file), as: UTF8.self)
      #expect(!text.contains("local:ana") && !text.contains("192.0.2.7"), "\(file)")
    }
  }

  /// Another process may ask for it.
  @Test func erasureByMessage() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    let journal = log.journal(0)
    try journal.call(1)
    log.flush()
    try Outbox(log: fixture.folder).dropErasure(principal: "local:ana")
    log.flush()
    log.close()
    #expect(try principals(fixture) == [nil])
    #expect(try fixture.entries().contains { $0.fields["action"]?.string == "erased" })
  }

  /// One person's commitments of one day are equal, those of two persons or of two days never are.
  @Test func commitmentsLinkOneDayOnly() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    let journal = log.journal(0)
    var tomorrow = Sample.intent(2)
    tomorrow.time += 86_400_000
    for intent in [Sample.intent(0), Sample.intent(1), tomorrow, Sample.intent(3, caller: try caller("local:bob"))] {
      try journal.begin(intent)
    }
    log.close()
    let found = try fixture.entries().filter { $0.kind == .intent }.map { $0.commitment("principal") }
    #expect(found[0] == found[1])
    #expect(Set(found).count == 3)
    let addresses = try fixture.entries().filter { $0.kind == .intent }.map { $0.commitment("client") }
    #expect(Set(addresses).count == 3)
  }

  /// Whole days past the retention time go when the next day begins.
  @Test func retention() throws {
    let fixture = try Fixture()
    fixture.settings.retentionDays = 30
    let log = try fixture.open()
    let journal = log.journal(0)
    var old = Sample.intent(0)
    old.time -= 31 * 86_400_000
    try journal.begin(old)
    try journal.begin(Sample.intent(1))
    log.close()
    #expect(try principals(fixture) == ["local:ana", "local:ana"])
    try fixture.open().close()
    #expect(try principals(fixture) == [nil, "local:ana"])
    _ = try fixture.verifier.verifyWholeLog()
  }

  /// A rotated seal key still opens, and erases, what the older one sealed.
  @Test func rotation() throws {
    let fixture = try Fixture()
    try fixture.run { _, journals in try journals[0].call(1) }
    fixture.settings.olderSealKeys = [fixture.settings.sealKey]
    fixture.settings.sealKey = Secret(randomCount: 32)
    try fixture.run { log, _ in
      let fields = try log.erase(principal: "local:ana")
      #expect(fields == 3)
    }
    var texts = try texts(fixture)
    let intent = try #require(try fixture.entries().first { $0.kind == .intent })
    #expect(try texts.text(of: intent.commitment("principal")!, time: intent.time) == nil)
  }

  @Test func theSealIsBoundToItsDayAndKey() throws {
    let keys = SealKeys(Secret(randomCount: 32))!
    let field = SealedField(field: .client, salt: SecureRandom.digest(), person: [1], text: [2, 3])
    let record = try SealedSegment.seal(field, period: 7, with: keys)
    #expect(SealedSegment.open(record[...], period: 7, with: keys) == field)
    #expect(SealedSegment.open(record[...], period: 8, with: keys) == nil)
    #expect(SealedSegment.open(record[...], period: 7, with: SealKeys(Secret(randomCount: 32))!) == nil)
  }
}
