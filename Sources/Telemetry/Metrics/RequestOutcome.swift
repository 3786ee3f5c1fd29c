/// How a request ended, as a metric label.
public enum RequestOutcome: Int, Sendable, CaseIterable {
  /// The upstream's answer was passed on whole.
  case completed
  /// The gateway said no: identity, policy, limits.
  case refused
  /// The request was wrong: syntax, size, unknown path.
  case invalid
  /// The upstream could not be reached or broke off.
  case upstreamFailed
  /// The client left first.
  case clientLeft
  /// The gateway itself failed or was shutting down.
  case gatewayFailed

  var label: String {
    switch self {
    case .completed: "completed"
    case .refused: "refused"
    case .invalid: "invalid"
    case .upstreamFailed: "upstream_failed"
    case .clientLeft: "client_left"
    case .gatewayFailed: "gateway_failed"
    }
  }
}
