import Foundation
import Testing

@testable import Telemetry

@Suite("The access log")
struct AccessLogTests {
  private let metrics = LoopMetrics(labels: LoopMetricsTests.labels)
  private let rotation = LogRotation()
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")

  private func record() -> AccessRecord {
    var record = AccessRecord()
    record.time = 1_772_366_400_123
    record.caller = LogFields(principal: Array("local:ana".utf8), credential: [])
    record.method = "POST"
    record.call = LogFields(endpoint: [], model: Array("qwen".utf8), action: [])
    record.end = "completed"
    record.status = 200
    record.bytesIn = 12
    record.bytesOut = 3456
    record.inputTokens = 7
    record.duration = 12_345_678
    return record
  }

  private func append(_ log: AccessLog, path: String = "/v1/chat/completions", times: Int = 1) {
    let (id, path, record) = (Array("r-1".utf8), Array(path.utf8), record())
    for _ in 0..<times { log.append(record, id: id.span, path: path.span) }
  }

  private func count(_ counter: Telemetry.Counter) -> UInt64 {
    metrics.bank.value(at: metrics.schema.counters + counter.rawValue)
  }

  private func makeFolder() throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appendingPathComponent("access.log").path
  }

  @Test func aLineIsTheRecord() throws {
    let path = try makeFolder()
    let log = try #require(AccessLog(path: path, rotation: rotation, metrics: metrics))
    append(log, path: "/v1/\u{1B}[2J\"x\nGET / 200")
    log.flush()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let expected =
      #"{"time":"2026-03-01T12:00:00.123Z","id":"r-1","principal":"local:ana","method":"POST","#
      + #""path":"/v1/\u001b[2J\"x\nGET / 200","model":"qwen","status":200,"bytes_in":12,"bytes_out":3456,"#
      + #""input_tokens":7,"ms":12.345,"end":"completed"}"# + "\n"
    #expect(text == expected)
    try FileManager.default.removeItem(at: folder)
  }

  @Test func theLongestRecordFitsALine() throws {
    var record = AccessRecord()
    let hostile = [UInt8](repeating: 1, count: 5000)
    record.client = hostile
    record.caller = LogFields(principal: hostile, credential: hostile)
    record.call = LogFields(endpoint: hostile, model: hostile, action: hostile)
    record.verdict = LogFields(decision: hostile, rule: hostile)
    (record.method, record.end) = ("OPTIONS", "upstream_failed")
    (record.status, record.bytesIn, record.bytesOut) = (.max, .max, .max)
    (record.inputTokens, record.outputTokens) = (.max, .max)
    (record.duration, record.upstreamFirstByte) = (.max, .max)
    var line = LineBuffer(capacity: AccessLog.lineLimit)
    var time = TimeText()
    AccessLine.append(record, id: hostile.span, path: hostile.span, time: &time, to: &line)
    #expect(line.count < AccessLog.lineLimit)
    _ = try JSONSerialization.jsonObject(with: Data(line.bytes))
  }

  @Test func linesAreGatheredAndWritten() throws {
    let path = try makeFolder()
    let log = try #require(AccessLog(path: path, rotation: rotation, metrics: metrics))
    append(log)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
    append(log, times: 999)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count >= AccessLog.flushThreshold)
    log.flush()
    #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 1000)
    #expect(count(.accessLogLines) == 1000)
    try FileManager.default.removeItem(at: folder)
  }

  @Test func rotationOpensTheFileAnew() throws {
    let path = try makeFolder()
    let log = try #require(AccessLog(path: path, rotation: rotation, metrics: metrics))
    append(log)
    log.flush()
    try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
    append(log)
    log.flush()
    rotation.request()
    append(log)
    log.flush()
    #expect(try String(contentsOfFile: path + ".1", encoding: .utf8).split(separator: "\n").count == 2)
    #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 1)
    try FileManager.default.removeItem(at: folder)
  }

  /// A reader that never reads must neither stop the loop nor tear a line.
  @Test(.timeLimit(.minutes(1))) func aStalledReaderLosesLinesAndNothingElse() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let log = AccessLog(descriptor: ends[1], rotation: rotation, metrics: metrics)
    append(log, times: 5000)
    #expect(count(.accessLogLinesDropped) > 0)
    let kept = Int(count(.accessLogLines))
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while received.count(where: { $0 == 0x0A }) < kept {
      log.flush()
      let length = read(ends[0], &chunk, chunk.count)
      #expect(length > 0)
      received += chunk.prefix(max(0, length))
    }
    let lines = received.split(separator: 0x0A)
    #expect(lines.count == kept && Set(lines).count == 1)
    close(ends[0])
    close(ends[1])
  }

  @Test func aFailedWriteIsCountedAndTriedAgain() throws {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let log = AccessLog(descriptor: full, rotation: rotation, metrics: metrics)
    append(log)
    log.flush()
    log.flush()
    #expect(count(.accessLogWriteFailures) == 2)
    #expect(count(.accessLogLines) == 1)
    #expect(AccessLog(path: "/nowhere/access.log", rotation: rotation, metrics: metrics) == nil)
  }
}
