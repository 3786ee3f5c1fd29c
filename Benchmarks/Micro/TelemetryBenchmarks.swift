import Glibc
import Telemetry

/// What is written down of every request beside the audit log.
enum TelemetryBenchmarks {
  static var all: [Benchmark] { [accessLine, record] }

  private static var labels: MetricLabels {
    MetricLabels(
      models: ["llama-3-8b", "smollm"], actions: ["chat", "complete", "embed", "list"], upstreams: ["model"],
      refusals: ["no_credential"])
  }

  private static var accessLine: Benchmark {
    let metrics = LoopMetrics(labels: labels)
    guard let log = AccessLog(path: "/dev/null", rotation: LogRotation(), metrics: metrics) else {
      preconditionFailure("there is no /dev/null")
    }
    let id = Array("5f1e0d3c5f1e0d3c5f1e0d3c5f1e0d3c".utf8)
    let path = Array("/v1/chat/completions".utf8)
    let record = accessRecord()
    return Benchmark("telemetry.access-line", unit: "line") { count in
      for _ in 0..<count { log.append(record, id: id.span, path: path.span) }
    }
  }

  private static func accessRecord() -> AccessRecord {
    var record = AccessRecord()
    record.time = 1_772_366_400_123
    record.client = Array("192.0.2.7".utf8)
    record.caller = LogFields(
      principal: Array("idp:user0007@example.org".utf8), credential: Array("token".utf8))
    record.method = "POST"
    record.call = LogFields(
      endpoint: Array("openai/chat.completions".utf8), model: Array("llama-3-8b".utf8), action: Array("chat".utf8))
    record.verdict = LogFields(decision: Array("permit".utf8), rule: Array("engineer".utf8))
    record.end = "completed"
    record.status = 200
    record.bytesIn = 300
    record.bytesOut = 589
    record.inputTokens = 48
    record.outputTokens = 60
    record.duration = 1_234_567
    record.upstreamFirstByte = 1_000_000
    return record
  }

  // All that one model call adds to.
  private static var record: Benchmark {
    let metrics = LoopMetrics(labels: labels)
    return Benchmark("telemetry.metrics", unit: "call") { count in
      for number in 0..<count {
        metrics.add(.credentialCacheHits)
        metrics.responded(status: 200)
        metrics.add(.requestBytes, 300)
        metrics.add(.responseBytes, 589)
        metrics.add(.auditEntries, 2)
        metrics.called(model: 0, action: 0, outcome: .completed, nanoseconds: UInt64(1_000_000 + number))
        metrics.firstToken(model: 0, action: 0, nanoseconds: 900_000)
        metrics.used(model: 0, action: 0, inputTokens: 48, outputTokens: 60)
      }
    }
  }
}
