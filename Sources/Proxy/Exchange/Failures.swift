/// A limit of the connection that a request ran into.
public enum TransportRefusal: UInt8, Sendable, CaseIterable {
  case bodyTooLarge, bodyTooSlow, headTooSlow, noMemory, permitExpired

  /// The status a client gets.
  public var status: Int {
    switch self {
    case .bodyTooLarge: 413
    case .bodyTooSlow, .headTooSlow: 408
    case .noMemory: 503
    case .permitExpired: 401
    }
  }

  /// One sentence for the client, naming the setting where there is one.
  public var sentence: StaticString {
    switch self {
    case .bodyTooLarge: "The request body is larger than this gateway allows (server.max_body_bytes)."
    case .bodyTooSlow: "The request body did not arrive in time (server.body_timeout, server.min_body_rate)."
    case .headTooSlow: "The request head did not arrive in time (server.header_timeout)."
    case .noMemory: "The gateway is busy with other large requests (server.max_buffered_bytes); try again shortly."
    case .permitExpired: "What permitted this request has ended (credential, proof or time window); authenticate again."
    }
  }
}

/// Why an upstream gave no answer.
public enum UpstreamFailure: UInt8, Sendable, CaseIterable {
  case unreachable, connectTimeout, tooBusy, closed, firstByteTimeout, idleTimeout, malformedResponse, tlsFailed

  /// The status a client gets: 503 and 504 may be tried again, 502 needs the operator.
  public var status: Int {
    switch self {
    case .tooBusy: 503
    case .connectTimeout, .firstByteTimeout, .idleTimeout: 504
    default: 502
    }
  }

  /// One sentence for the client.
  public var sentence: StaticString {
    switch self {
    case .unreachable: "The model server cannot be reached."
    case .connectTimeout: "The model server did not accept the connection in time."
    case .tooBusy: "All connections to the model server are in use; try again shortly."
    case .closed: "The model server closed the connection before it answered."
    case .firstByteTimeout: "The model server did not begin to answer in time."
    case .idleTimeout: "The model server stopped answering."
    case .malformedResponse: "The model server sent a malformed response."
    case .tlsFailed: "The model server could not prove its identity (TLS)."
    }
  }

  /// A short stable word for logs and metrics.
  public var word: StaticString {
    switch self {
    case .unreachable: "unreachable"
    case .connectTimeout: "connect_timeout"
    case .tooBusy: "too_busy"
    case .closed: "closed"
    case .firstByteTimeout: "first_byte_timeout"
    case .idleTimeout: "idle_timeout"
    case .malformedResponse: "malformed_response"
    case .tlsFailed: "tls_failed"
    }
  }
}
