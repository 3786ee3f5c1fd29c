import Testing

@testable import Telemetry

@Suite("Measurements of a loop")
struct LoopMetricsTests {
  static let labels = MetricLabels(
    models: ["qwen", "smol\"lm\\"], actions: ["chat", "embed"], upstreams: ["llama"], refusals: ["no_credential"])

  private func lines(_ loops: [LoopMetrics]) -> [String] {
    String(decoding: Exposition.render(loops, version: "1.2"), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func loopsAreSummed() {
    let one = LoopMetrics(labels: Self.labels)
    let two = LoopMetrics(labels: Self.labels)
    one.add(.requestBytes, 40)
    two.add(.requestBytes, 2)
    one.set(.connectionsOpen, to: 5)
    two.set(.connectionsOpen, to: 1)
    two.set(.connectionsOpen, to: 2)
    let text = lines([one, two])
    #expect(text.contains("countersign_request_bytes_total 42"))
    #expect(text.contains("countersign_connections_open 7"))
    #expect(text.contains("countersign_build_info{version=\"1.2\"} 1"))
  }

  @Test func seriesCarryTheirLabels() {
    let loop = LoopMetrics(labels: Self.labels)
    loop.responded(status: 200)
    loop.responded(status: 204)
    loop.responded(status: 999)
    loop.refused(reason: 0)
    loop.refused(reason: nil)
    loop.upstreamFailed(7)
    loop.called(model: 1, action: 0, outcome: .clientLeft, nanoseconds: 15_000_000)
    let text = lines([loop])
    #expect(text.contains("countersign_http_responses_total{class=\"2xx\"} 2"))
    #expect(text.contains("countersign_http_responses_total{class=\"5xx\"} 1"))
    #expect(!text.contains { $0.contains("class=\"1xx\"") })
    #expect(text.contains("countersign_refusals_total{reason=\"no_credential\"} 1"))
    #expect(text.contains("countersign_refusals_total{reason=\"none\"} 1"))
    #expect(text.contains("countersign_upstream_errors_total{upstream=\"none\"} 1"))
    let series =
      #"{gen_ai_request_model="smol\"lm\\",gen_ai_operation_name="chat",outcome="client_left"}"#
    #expect(text.contains("gen_ai_server_request_duration_seconds_count\(series) 1"))
    #expect(text.contains("gen_ai_server_request_duration_seconds_sum\(series) 0.015"))
  }

  @Test func bucketsAreCumulative() {
    let loop = LoopMetrics(labels: Self.labels)
    for tokens in [UInt64(1), 2, 4, 5, .max] { loop.used(model: 0, action: 0, inputTokens: nil, outputTokens: tokens) }
    let text = lines([loop]).filter { $0.hasPrefix("gen_ai_client_token_usage_bucket") }
    #expect(text.count == 15)
    #expect(text[0].hasSuffix("gen_ai_token_type=\"output\",le=\"1\"} 1"))
    #expect(text[1].hasSuffix("le=\"4\"} 3"))
    #expect(text[2].hasSuffix("le=\"16\"} 4"))
    #expect(text[14].hasSuffix("le=\"+Inf\"} 5"))
  }

  @Test func everySeriesHasItsOwnPlace() {
    let loop = LoopMetrics(labels: Self.labels)
    let schema = loop.schema
    var at = 0
    for family in schema.families {
      #expect(family.offset == at)
      at += family.size
    }
    #expect(at == schema.size)
    loop.called(model: nil, action: nil, outcome: .gatewayFailed, nanoseconds: .max)
    #expect(loop.bank.value(at: schema.duration.offset + schema.duration.size - 2) == 1)
    loop.used(model: nil, action: nil, inputTokens: nil, outputTokens: .max)
    #expect(loop.bank.value(at: schema.tokens.offset + schema.tokens.size - 2) == 1)
  }

  @Test(arguments: [
    (UInt64(0), "0"), (1, "0.000000001"), (1_000_000_000, "1"), (81_920_000_000, "81.92"), (10_500_000, "0.0105"),
  ])
  func secondsAreExact(_ nanoseconds: UInt64, _ text: String) {
    #expect(Exposition.number(nanoseconds, isDuration: true) == text)
  }

  @Test func everyFamilyIsDescribedOnce() {
    let text = lines([LoopMetrics(labels: Self.labels)])
    let helps = text.filter { $0.hasPrefix("# HELP") }.map { $0.split(separator: " ")[2] }
    #expect(Set(helps).count == helps.count)
    #expect(helps.count == text.count { $0.hasPrefix("# TYPE") })
  }
}
