import Audit
import Bytes
import HTTP
import Proxy
import Telemetry
import Transport

/// What the admin port answers: health, readiness, start-up and metrics.
struct AdminEndpoints {
  let health: ServiceHealth
  let metrics: [LoopMetrics]

  func answer(_ path: Span<UInt8>) -> Answer {
    if path.equals("/healthz") { return text(200, "ok\n") }
    if path.equals("/startupz") { return health.isStarted ? text(200, "started\n") : text(503, "starting\n") }
    if path.equals("/readyz") { return readiness() }
    if path.equals("/metrics") {
      let body = Exposition.render(metrics, upstreams: health.upstreams, version: Version.number)
      return Answer(status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: body)
    }
    return text(404, "The admin port serves /healthz, /readyz, /startupz and /metrics.\n")
  }

  private func readiness() -> Answer {
    let impediments = health.impediments
    let progress = health.auditProgress
    let configuration = health.configuration
    let body = JSONValue.object([
      .init(key: "ready", value: .bool(impediments.isEmpty)),
      .init(key: "reasons", value: .strings(impediments)),
      .init(key: "configuration", value: .string(configuration.text)),
      .init(key: "configuration_time", value: .time(configuration.time)),
      .init(key: "configuration_version", value: .string(configuration.version)),
      .init(key: "audit_entries", value: .integer(Int64(progress.size))),
      .init(key: "open_calls", value: .integer(Int64(progress.openCalls))),
      .init(key: "targets_left_out", value: .strings(targetsLeftOut)),
      .init(key: "version", value: .string(Version.text)),
    ])
    return Answer(status: impediments.isEmpty ? 200 : 503, body: Array((body.json + "\n").utf8))
  }

  // No reason not to be ready: the gateway serves what its other upstreams can, and says of the rest what is wrong.
  private var targetsLeftOut: [String] {
    health.upstreams.flatMap { upstream in
      upstream.targets.filter { !$0.isHealthy }.map { "\(upstream.name): \($0.name)" }
    }
  }

  private func text(_ status: Int, _ text: String) -> Answer {
    Answer(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
  }
}

/// One request to the admin port.
final class AdminExchange: Exchange {
  private let endpoints: AdminEndpoints

  init(server: Server, endpoints: AdminEndpoints) {
    self.endpoints = endpoints
    super.init(server: server)
  }

  override func headReceived() -> HeadVerdict {
    let path = path
    if head.method == .get || head.method == .head {
      answer(endpoints.answer(path.readable))
    } else {
      answer(Answer(status: 405, contentType: "text/plain", body: Array("GET and HEAD only.\n".utf8)))
    }
    return .settled
  }

  override func refuse(_ error: HeadError) { fail(error.status, error.sentence) }

  override func refuse(_ reason: TransportRefusal) { fail(reason.status, reason.sentence) }

  private func fail(_ status: Int, _ sentence: StaticString) {
    answer(Answer(status: status, contentType: "text/plain", body: Array("\(sentence)\n".utf8)))
  }
}
