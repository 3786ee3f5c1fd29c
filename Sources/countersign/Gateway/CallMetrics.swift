import ModelAPI
import Policy
import Proxy
import Telemetry

/// A loop's metrics in the words of calls.
struct CallMetrics {
  let loop: LoopMetrics
  private let refusalPositions: [String: Int]

  init(_ loop: LoopMetrics, refusals: [String]) {
    self.loop = loop
    refusalPositions = Dictionary(uniqueKeysWithValues: refusals.enumerated().map { ($1, $0) })
  }

  func countCache(hit: Bool) { loop.add(hit ? .credentialCacheHits : .credentialCacheMisses) }

  func countRefusal(_ code: String) { loop.refused(reason: refusalPositions[code]) }

  func record(_ call: Call, _ positions: MetricPositions, _ end: ExchangeEnd, _ usage: TokenUsage, now: UInt64) {
    loop.responded(status: call.status)
    loop.add(.requestBytes, UInt64(call.requestBytes))
    loop.add(.responseBytes, UInt64(call.responseBytes))
    if call.isIntended { loop.add(.auditEntries, 2) }
    if case .upstream = call.refusal { loop.upstreamFailed(positions.upstream(call.upstreamIndex)) }
    if call.modelCall == nil { return }
    let model = positions.model(call.model)
    let action = Int(call.action.rawValue)
    loop.called(model: model, action: action, outcome: call.requestOutcome(end), nanoseconds: now - call.startedAt)
    if let first = call.firstEventAt {
      loop.firstToken(model: model, action: action, nanoseconds: first - call.startedAt)
    }
    loop.used(
      model: model, action: action, inputTokens: usage.input.map(UInt64.init),
      outputTokens: usage.output.map(UInt64.init))
  }
}
