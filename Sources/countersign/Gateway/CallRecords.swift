import Audit
import HTTP
import Identity
import ModelAPI
import Policy
import Proxy
import Telemetry
import Transport

/// What the logs say of a call once it is over.
extension Call {
  /// The address block that refusals of strangers are counted by.
  var addressBlock: AddressBlock {
    if isClientUnknown { return .none }
    let client = client
    return AddressBlock(ipv6High: client.high, low: client.low)
  }

  func outcome(_ end: ExchangeEnd, _ usage: TokenUsage, now: UInt64) -> Outcome {
    let duration = (now - startedAt) / 1_000_000
    return Outcome(
      id: Audit.RequestID(high: requestID.high, low: requestID.low),
      time: Int64(startedRealtime / 1_000_000 + duration), status: UInt16(status),
      upstreamStatus: UInt16(upstreamStatus), responseBytes: UInt64(responseBytes),
      inputTokens: usage.input.map(UInt64.init), outputTokens: usage.output.map(UInt64.init),
      firstByte: respondedAt == 0 ? nil : (respondedAt - startedAt) / 1_000_000, duration: duration, end: auditEnd(end))
  }

  private func auditEnd(_ end: ExchangeEnd) -> Outcome.End {
    if case .upstream = refusal { return .upstreamFailed }
    switch end {
    case .completed: return .completed
    case .clientLeft: return .clientLeft
    case .upstreamFailed: return .upstreamFailed
    case .expired: return .cut
    case .drained: return .drained
    }
  }

  /// How the call counts in the metrics.
  func requestOutcome(_ end: ExchangeEnd) -> RequestOutcome {
    switch refusal {
    case .upstream: return .upstreamFailed
    case .authentication(let failure) where failure.isTemporary: return .gatewayFailed
    case .noCredential, .malformedCredential, .twoCredentials, .authentication, .policy: return .refused
    case .journal, .busy: return .gatewayFailed
    case .some: return .invalid
    case nil: break
    }
    switch end {
    case .completed: return .completed
    case .clientLeft: return .clientLeft
    case .upstreamFailed: return .upstreamFailed
    case .expired: return .refused
    case .drained: return .gatewayFailed
    }
  }

  func fill(_ record: inout AccessRecord, _ end: ExchangeEnd, _ usage: TokenUsage, _ desk: Desk, now: UInt64) {
    record.time = Int64(startedRealtime / 1_000_000)
    record.client = clientText
    record.fingerprint = downstream?.tls?.clientFingerprint ?? []
    record.caller = caller?.fields
    record.method = head.method.name
    record.call = target?.fields
    record.verdict = verdict
    record.end = end.word
    record.status = status
    record.bytesIn = UInt64(requestBytes)
    record.bytesOut = UInt64(responseBytes)
    record.inputTokens = usage.input.map(UInt64.init)
    record.outputTokens = usage.output.map(UInt64.init)
    record.duration = now - startedAt
    record.upstreamFirstByte = respondedAt == 0 ? nil : respondedAt - startedAt
  }
}
