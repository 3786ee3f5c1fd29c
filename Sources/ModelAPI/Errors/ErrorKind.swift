/// Whose fault an error is and what a client may do, in the words the dialects share.
public enum ErrorKind: Sendable, Equatable {
  case invalidRequest
  case authentication
  case permission
  case notFound
  case methodNotAllowed
  case tooLarge
  case unsupportedMedia
  case rateLimited
  case insufficientQuota
  case overloaded
  case upstreamFailed
  case timedOut
  case gatewayFailed

  /// The status code that goes with it where nothing more specific is said.
  public var status: Int {
    switch self {
    case .invalidRequest: 400
    case .authentication: 401
    case .permission: 403
    case .notFound: 404
    case .methodNotAllowed: 405
    case .tooLarge: 413
    case .unsupportedMedia: 415
    case .rateLimited, .insufficientQuota: 429
    case .gatewayFailed: 500
    case .upstreamFailed: 502
    case .overloaded: 503
    case .timedOut: 504
    }
  }

  /// OpenAI's `error.type`.
  var openAI: StaticString {
    switch self {
    case .invalidRequest, .notFound, .methodNotAllowed, .tooLarge, .unsupportedMedia: "invalid_request_error"
    case .authentication: "authentication_error"
    case .permission: "permission_error"
    case .rateLimited: "rate_limit_error"
    case .insufficientQuota: "insufficient_quota"
    case .overloaded, .upstreamFailed, .timedOut, .gatewayFailed: "server_error"
    }
  }

  /// Anthropic's `error.type`.
  var anthropic: StaticString {
    switch self {
    case .invalidRequest, .methodNotAllowed, .unsupportedMedia: "invalid_request_error"
    case .authentication: "authentication_error"
    case .permission: "permission_error"
    case .notFound: "not_found_error"
    case .tooLarge: "request_too_large"
    case .rateLimited, .insufficientQuota: "rate_limit_error"
    case .overloaded: "overloaded_error"
    case .timedOut: "timeout_error"
    case .upstreamFailed, .gatewayFailed: "api_error"
    }
  }
}
