import Cryptography
import Foundation
import Testing

@testable import Audit

/// What a log is after its process ended in one way or another.
@Suite struct RestartTests {
  /// A log abandoned without `close`, as kill -9 leaves it: the lock goes with the process, so the copy is opened.
  private func abandoned(_ body: (AuditLog, [Journal]) throws -> Void) throws -> Fixture {
    let fixture = try Fixture()
    let copy = try Fixture()
    var settings = fixture.settings
    settings.origin = copy.settings.origin
    let log = try fixture.open(loops: 2)
    try body(log, [log.journal(0), log.journal(1)])
    try FileManager.default.copyItem(atPath: fixture.folder, toPath: copy.folder)
    log.close()
    copy.settings.signingKey = fixture.signingKey
    copy.settings.sealKey = fixture.sealKey
    return copy
  }

  private func key(_ fixture: Fixture) -> VerifierKey {
    VerifierKey(name: fixture.settings.origin, key: fixture.settings.signingKey.verificationKey)!
  }

  private func entries(_ fixture: Fixture) throws -> [Entry] {
    _ = try LogVerifier(log: fixture.log, key: key(fixture)).verifyWholeLog()
    let size = try LogProver(log: fixture.log, key: key(fixture)).checkpoint.size
    return try (0..<size).map { try Entry(index: $0, bytes: fixture.log.entry($0, size: size)) }
  }

  /// Records still in the journals come into the tree once, and open calls are closed as interrupted.
  @Test func journalsAreTakenOver() throws {
    let fixture = try abandoned { log, journals in
      try journals[0].call(1)
      log.flush()
      log.holdStill {
        #expect(throws: Never.self) { try journals[1].begin(Sample.intent(2)) }
      }
    }
    let log = try fixture.open()
    log.close()
    let all = try entries(fixture)
    #expect(all.filter { $0.kind == .intent }.count == 2)
    let interrupted = all.filter { $0.kind == .interrupted }
    #expect(interrupted.map(\.id) == [Sample.id(2)])
    try fixture.open().close()
    #expect(try entries(fixture).filter { $0.kind == .intent }.count == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.folder + "/journal").isEmpty)
  }

  /// An open call whose intent is under a checkpoint is remembered across the end of the process.
  @Test func openCallsAreRemembered() throws {
    let fixture = try abandoned { log, journals in
      try journals[0].begin(Sample.intent(1))
      log.flush()
    }
    try fixture.open().close()
    let all = try entries(fixture)
    let interrupted = try #require(all.first { $0.kind == .interrupted })
    #expect(interrupted.fields["intent"]?.number == all.first { $0.kind == .intent }?.index)
  }

  @Test func strangersAreRemembered() throws {
    let fixture = try abandoned { log, journals in
      let refusal = StrangerRefusal(time: Fixture.now, block: .none, reason: Array("expired".utf8))
      journals[0].count(refusal)
      log.flush()
    }
    try fixture.open().close()
    #expect(try entries(fixture).filter { $0.kind == .strangers }.count == 1)
  }

  /// Whatever lies past the checkpoint is work that was never finished: it goes, and the chain goes on.
  @Test func leftoversGo() throws {
    let fixture = try abandoned { log, journals in
      for number in 0..<160 { try journals[0].call(number) }
      log.flush()
    }
    let size = try LogProver(log: fixture.log, key: key(fixture)).checkpoint.size
    let width = Int(size & 255)
    try fixture.write([1, 2, 3], to: "tile/0/001.p/\(width + 1)")
    try fixture.write([UInt8](repeating: 7, count: 8192), to: "tile/0/001")
    try fixture.write([9], to: "tile/entries/001")
    try fixture.write([9], to: "tile/entries/001.p/\(width).new")
    try fixture.write([9], to: "state/999999")
    // A power cut may leave gaps among them.
    let late = ["tile/0/007", "tile/entries/009", "tile/0/003.new"]
    for path in late { try fixture.write([9], to: path) }
    let log = try fixture.open()
    for path in late { #expect(!FileManager.default.fileExists(atPath: "\(fixture.folder)/\(path)")) }
    let journal = log.journal(0)
    for number in 160..<400 { try journal.call(number) }
    log.close()
    #expect(try entries(fixture).filter { $0.kind == .intent }.count == 400)
  }

  @Test func twoWritersAreRefused() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    defer { log.close() }
    #expect(throws: AuditError.inUse) { try fixture.open() }
  }

  @Test func anotherKeyIsRefused() throws {
    let fixture = try Fixture()
    try fixture.open().close()
    fixture.settings.signingKey = try SigningKey(seed: Secret(randomCount: 32))
    #expect(throws: AuditError.otherKey) { try fixture.open() }
    fixture.settings.origin = "no plus+"
    #expect(throws: AuditError.self) { try fixture.open() }
  }

  /// A log that was changed is not continued, and the first damaged entry is named.
  @Test func aChangedLogIsNotContinued() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    let journal = log.journal(0)
    for number in 0..<20 { try journal.call(number) }
    log.close()
    let path = "tile/entries/000.p/\(try fixture.entries().count)"
    var bytes = try fixture.bytes(path)
    let second = 2 + Int(bytes[0]) << 8 + Int(bytes[1])
    bytes[second + 40] ^= 1
    try fixture.write(bytes, to: path)
    let error = #expect(throws: AuditError.self) { try fixture.open() }
    guard case .damaged(let damage)? = error else {
      Issue.record("not damaged but \(String(describing: error))")
      return
    }
    #expect(damage.index == 1)
  }

  @Test func aMissingCheckpointIsDamage() throws {
    let fixture = try Fixture()
    try fixture.open().close()
    try FileManager.default.removeItem(atPath: fixture.folder + "/checkpoint")
    #expect(throws: AuditError.self) { try fixture.open() }
  }
}
