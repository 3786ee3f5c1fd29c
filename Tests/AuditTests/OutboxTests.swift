import Audit
import Cryptography
import Foundation
import Testing

/// Administrative events, of this process and of others.
@Suite struct OutboxTests {
  private let event = AdministrativeEvent(
    .keyRevoked, time: Fixture.now, actor: "local:root", subject: "local:ana",
    details: ["key": "k7f3", "why": "lost\n"])

  @Test func eventsOfThisProcess() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    log.record(event)
    #expect(log.flush())
    log.close()
    let found = try #require(try fixture.entries().first { $0.fields["action"]?.string == "key_revoked" })
    #expect(found.fields["details"]?["why"]?.string == "lost\n")
    #expect(found.fields["actor"]?.string?.utf8.count == 64)
  }

  /// A message dropped while the gateway runs, and one dropped while none runs, each come onto the record once.
  @Test func eventsOfAnotherProcess() throws {
    let fixture = try Fixture()
    let outbox = Outbox(log: fixture.folder)
    try outbox.drop(event)
    let log = try fixture.open()
    try outbox.drop(event)
    log.flush()
    log.flush()
    log.close()
    try fixture.open().close()
    let actions = try fixture.entries().map { $0.fields["action"]?.string }
    #expect(actions.filter { $0 == "key_revoked" }.count == 2)
    #expect(fixture.files(under: "outbox").isEmpty)
  }

  @Test func rubbishIsPassedOver() throws {
    let fixture = try Fixture()
    try Outbox(log: fixture.folder).drop(event)
    try fixture.write(Array("rubbish".utf8), to: "outbox/0.event")
    let log = try fixture.open()
    #expect(log.health == .working)
    log.close()
    #expect(try fixture.verifier.verifyWholeLog().kinds[.event] == 3)
    #expect(fixture.files(under: "outbox").isEmpty)
  }
}
