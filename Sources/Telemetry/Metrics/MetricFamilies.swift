/// The labelled families. GenAI names and bucket bounds are those of the OpenTelemetry GenAI metrics conventions
/// (`gen_ai.server.request.duration`, `gen_ai.server.time_to_first_token`, `gen_ai.client.token.usage`), in the
/// Prometheus spelling: dots become underscores and the unit is appended.
extension MetricFamily {
  /// The label value where a request has no model, action or upstream.
  static let none = "none"

  static let responses = MetricFamily(
    name: "countersign_http_responses_total", help: "Responses sent to clients, by class of status.", kind: .counter,
    dimensions: [Dimension(label: "class", values: ["1xx", "2xx", "3xx", "4xx", "5xx"])])

  static func refusals(_ labels: MetricLabels) -> MetricFamily {
    MetricFamily(
      name: "countersign_refusals_total", help: "Requests refused, by reason.", kind: .counter,
      dimensions: [Dimension(label: "reason", values: labels.refusals + [none])])
  }

  static func connectionRefusals(_ labels: MetricLabels) -> MetricFamily {
    MetricFamily(
      name: "countersign_connections_refused_total", help: "Connections ended before a request was read, by reason.",
      kind: .counter, dimensions: [Dimension(label: "reason", values: labels.connectionRefusals + [none])])
  }

  static func upstreamErrors(_ labels: MetricLabels) -> MetricFamily {
    MetricFamily(
      name: "countersign_upstream_errors_total", help: "Requests that an upstream failed.", kind: .counter,
      dimensions: [upstream(labels)])
  }

  static func upstreamConnections(_ labels: MetricLabels) -> MetricFamily {
    MetricFamily(
      name: "countersign_upstream_connections_open", help: "Connections to upstreams open now.", kind: .gauge,
      dimensions: [upstream(labels)])
  }

  static func duration(_ labels: MetricLabels) -> MetricFamily {
    MetricFamily(
      name: "gen_ai_server_request_duration_seconds", help: "Time from request head to the last response byte.",
      kind: .histogram(bounds: requestBounds), isDuration: true,
      dimensions: [model(labels), action(labels), outcome])
  }

  static func firstToken(_ labels: MetricLabels) -> MetricFamily {
    MetricFamily(
      name: "gen_ai_server_time_to_first_token_seconds", help: "Time from request head to the first response byte.",
      kind: .histogram(bounds: firstTokenBounds), isDuration: true, dimensions: [model(labels), action(labels)])
  }

  static func tokens(_ labels: MetricLabels) -> MetricFamily {
    MetricFamily(
      name: "gen_ai_client_token_usage", help: "Tokens of one call as the model server counted them.",
      kind: .histogram(bounds: tokenBounds),
      dimensions: [
        model(labels), action(labels), Dimension(label: "gen_ai_token_type", values: ["input", "output"]),
      ])
  }

  static let overhead = MetricFamily(
    name: "countersign_decision_duration_seconds", help: "Time from request head to the first byte sent upstream.",
    kind: .histogram(bounds: shortBounds), isDuration: true)

  static let loopLag = MetricFamily(
    name: "countersign_event_loop_lag_seconds", help: "How late the loop's timers ran.",
    kind: .histogram(bounds: shortBounds), isDuration: true)

  private static func model(_ labels: MetricLabels) -> Dimension {
    Dimension(label: "gen_ai_request_model", values: labels.models + [none])
  }

  private static func action(_ labels: MetricLabels) -> Dimension {
    Dimension(label: "gen_ai_operation_name", values: labels.actions + [none])
  }

  private static func upstream(_ labels: MetricLabels) -> Dimension {
    Dimension(label: "upstream", values: labels.upstreams + [none])
  }

  private static let outcome = Dimension(label: "outcome", values: RequestOutcome.allCases.map(\.label))

  private static let millisecond: UInt64 = 1_000_000
  private static let requestBounds = (0..<14).map { 10 * millisecond << UInt64($0) }
  private static let firstTokenBounds: [UInt64] = [
    1, 5, 10, 20, 40, 60, 80, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000,
  ].map { $0 * millisecond }
  private static let tokenBounds = (0..<14).map { UInt64(1) << UInt64(2 * $0) }
  /// 10 µs to 1 s.
  private static let shortBounds: [UInt64] = [
    10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000, 25_000_000, 100_000_000, 1_000_000_000,
  ]
}
