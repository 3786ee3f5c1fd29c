import Cryptography
import Foundation
import Testing

@testable import Audit

@Suite struct JournalTests {
  /// One call goes in and comes out as two entries that say all of it.
  @Test func oneCall() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    try log.journal(0).call(1)
    log.close()
    let entries = try fixture.entries()
    #expect(entries.map(\.kind) == [.event, .intent, .outcome, .event])
    let intent = entries[1].fields
    #expect(intent["id"]?.string == Sample.id(1).text)
    #expect(intent["model"]?.string == "qwen2.5-coder")
    #expect(intent["credential"]?.string == "api_key")
    #expect(intent["credential_id"]?.string == "k7f3")
    #expect(intent["amr"] == .array([.string("pwd"), .string("otp")]))
    #expect(intent["age"]?.number == 90)
    #expect(intent["tools"] == .array([.string("deploy"), .string("sql_read")]))
    #expect(intent["prompt"]?.string == SHA256.hash([1, 2, 3].span).hex)
    #expect(intent["stream"] == .bool(true))
    let outcome = entries[2].fields
    #expect(outcome["intent"]?.number == 1)
    #expect(outcome["end"]?.string == "completed")
    #expect(outcome["output_tokens"]?.number == 80)
    let text = String(decoding: entries.flatMap(\.bytes), as: UTF8.self)
    for personal in ["ana", "192.0.2.7"] { #expect(!text.contains(personal)) }
  }

  /// Many laps of a small ring lose nothing, whatever the lengths of the records.
  @Test func manyLaps() throws {
    let fixture = try Fixture()
    fixture.settings.journalCapacity = 65_536
    let log = try fixture.open(loops: 2)
    let journals = [log.journal(0), log.journal(1)]
    var random = SystemRandomNumberGenerator()
    for number in 0..<3000 {
      let path = [UInt8](repeating: 0x61, count: Int.random(in: 0...1500, using: &random))
      let journal = journals[number % 2]
      do {
        try journal.begin(Sample.intent(number), path: path)
      } catch JournalError.full {
        #expect(log.flush())
        try journal.begin(Sample.intent(number), path: path)
      }
      try journal.append(Sample.outcome(number))
    }
    log.close()
    let report = try fixture.verifier.verifyWholeLog()
    #expect(report.kinds[.intent] == 3000)
    #expect(report.kinds[.outcome] == 3000)
    #expect(report.openCalls == 0)
  }

  /// A full journal refuses intents, and still has room for the outcome of every open call.
  @Test func outcomesHaveTheirRoom() throws {
    let fixture = try Fixture()
    fixture.settings.journalCapacity = 65_536
    fixture.settings.interval = 1000
    let log = try fixture.open()
    let journal = log.journal(0)
    var opened = 0
    // The appender is kept from making room for as long as this takes.
    log.holdStill {
      do {
        while true {
          try journal.begin(Sample.intent(opened))
          opened += 1
        }
      } catch {
        #expect(error as? JournalError == .full)
      }
      for number in 0..<opened {
        #expect(throws: Never.self) { try journal.append(Sample.outcome(number)) }
      }
    }
    #expect(opened > 50)
    #expect(journal.openCalls == 0)
    log.close()
    #expect(try fixture.verifier.verifyWholeLog().kinds[.outcome] == UInt64(opened))
  }

  /// Strangers may fill a quarter of the journal and no more; what does not fit is counted.
  @Test func strangersCannotFillTheJournal() throws {
    let fixture = try Fixture()
    fixture.settings.journalCapacity = 65_536
    let log = try fixture.open()
    let journal = log.journal(0)
    log.holdStill {
      for number in 0..<5000 {
        let refusal = StrangerRefusal(
          time: Fixture.now, block: AddressBlock(ipv4: UInt32(number % 7) << 8), reason: Array("unknown_key".utf8))
        journal.count(refusal)
      }
      #expect(throws: Never.self) { try journal.call(1) }
    }
    log.close()
    let entries = try fixture.entries()
    let counts = entries.filter { $0.kind == .strangers }
    #expect(counts.reduce(0) { $0 + $1.fields["count"]!.number! } == 5000)
    #expect(counts.count == 8)
    #expect(counts.contains { $0.fields["reason"]?.string == "uncounted" })
    #expect(entries.contains { $0.kind == .intent })
  }

  @Test func namesHaveALimit() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    defer { log.close() }
    let long = String(repeating: "x", count: RecordLimit.name + 1)
    #expect(throws: JournalError.tooLarge) {
      try log.journal(0).begin(Sample.intent(1, model: long))
    }
    #expect(throws: JournalError.tooLarge) {
      try Caller(principal: Array(long.utf8), credential: .apiKey(id: []))
    }
    #expect(throws: JournalError.tooLarge) { try Caller(principal: [], credential: .apiKey(id: [])) }
  }

  /// The largest record, all of it bytes that must be escaped, still makes an entry that fits.
  @Test func theLargestEntryFits() throws {
    let fixture = try Fixture()
    let log = try fixture.open()
    let name = [UInt8](repeating: 1, count: RecordLimit.name)
    let caller = try Caller(
      principal: name, email: name, credential: .apiKey(id: name),
      assurance: Assurance(methods: name, context: name, authenticatedAt: 0))
    let intent = Intent(
      id: Sample.id(1), time: Fixture.now, caller: caller, client: name,
      target: RecordedTarget(route: name, action: name, model: name, upstream: name),
      rule: RecordedRule(role: name, policy: name))
    let long = [UInt8](repeating: 2, count: 100_000)
    try log.journal(0).begin(intent, path: long, tools: long)
    log.close()
    let entry = try #require(try fixture.entries().first { $0.kind == .intent })
    #expect(entry.bytes.count <= RecordLimit.entry)
    #expect(entry.fields["path_bytes"]?.number == 100_000)
    #expect(entry.fields["path"]?.string?.utf8.count == RecordLimit.path)
  }

  /// A record with any one byte changed, or cut anywhere, is not taken.
  @Test func tornRecordsAreNotTaken() throws {
    let fixture = try Fixture()
    try FileManager.default.createDirectory(atPath: fixture.folder, withIntermediateDirectories: true)
    let ring = try JournalFile.make(loop: 0, capacity: 65_536, in: Folder(path: fixture.folder))
    let gate = try JournalGate()
    gate.open(by: .appender)
    let journal = Journal(ring: ring, gate: gate, durability: .process)
    try journal.append(Sample.outcome(1))
    try journal.append(Sample.outcome(2))
    let (bytes, seed) = try #require(try JournalFile.read(ring.name, in: Folder(path: fixture.folder)))
    func whole(_ ring: [UInt8]) -> Int {
      var position = JournalPosition()
      var count = 0
      while position.next(in: ring.span, seed: seed, until: 65_536) != nil { count += 1 }
      return count
    }
    #expect(whole(bytes) == 2)
    let size = RecordLayout.outcome
    for index in size..<2 * size {
      var other = bytes
      other[index] ^= 0x10
      #expect(whole(other) == 1, "byte \(index)")
      other = Array(bytes[..<index]) + [UInt8](repeating: 0, count: bytes.count - index)
      if other != bytes { #expect(whole(other) == 1, "cut at \(index)") }
    }
  }
}
