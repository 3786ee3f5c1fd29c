import Audit
import Foundation
import Synchronization
import Testing

@Suite struct DurabilityTests {
  /// Under `power` the loop is told once the group's fdatasync is done, up to the ticket it holds.
  @Test func powerTellsTheLoop() async throws {
    let fixture = try Fixture()
    let told = Told()
    fixture.settings.durability = .power
    fixture.settings.interval = 1000
    fixture.settings.durable = { loop, sequence in told.sequences.withLock { $0[loop] = sequence } }
    let log = try fixture.open(loops: 2)
    let journal = log.journal(1)
    let ticket = try journal.begin(Sample.intent(1))
    journal.bringToDisk()
    let deadline = ContinuousClock.now + .seconds(5)
    while told.sequences.withLock({ $0[1] ?? 0 }) < ticket.sequence, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(1))
    }
    #expect(told.sequences.withLock { $0[1] } == ticket.sequence)
    #expect(told.sequences.withLock { $0[0] } == nil)
    log.close()
  }

  private final class Told: Sendable {
    let sequences = Mutex<[Int: UInt64]>([:])
  }

  /// Checkpoints go to every sink: at the start, then one per interval, and the last one at the end.
  @Test func checkpointsAreHandedOut() throws {
    let fixture = try Fixture()
    let seen = Box()
    let path = fixture.folder + ".checkpoints"
    fixture.settings.sinks = [.file(path: path), .call { seen.add($0) }, .file(path: "/nowhere/at/all")]
    try fixture.run { log, journals in
      for number in 0..<5 {
        try journals[0].call(number)
        log.flush()
      }
      #expect(log.progress.warning?.contains("/nowhere/at/all") == true)
      #expect(log.health == .working)
    }
    #expect(seen.all.count == 2)
    #expect(seen.all.last == (try fixture.log.checkpointBytes()))
    let file = try String(contentsOfFile: path, encoding: .utf8)
    #expect(file.components(separatedBy: "gateway.example/audit\n").count == 3)
    try FileManager.default.removeItem(atPath: path)
  }

  private final class Box: Sendable {
    private let values = Mutex<[[UInt8]]>([])
    var all: [[UInt8]] { values.withLock { $0 } }
    func add(_ value: [UInt8]) { values.withLock { $0.append(value) } }
  }
}
