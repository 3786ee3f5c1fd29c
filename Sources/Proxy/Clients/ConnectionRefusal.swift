/// Why a connection is ended before a request was read from it.
public enum ConnectionRefusal: Int, Sendable, CaseIterable {
  case maxConnections, maxConnectionsPerAddress, noDescriptors
  /// On a listener of the PROXY protocol: from elsewhere than a trusted proxy, or without a sound header in time.
  case untrustedProxy, malformedProxyHeader, missingProxyHeader

  /// A short stable word for metrics.
  public var word: String {
    switch self {
    case .maxConnections: "max_connections"
    case .maxConnectionsPerAddress: "max_connections_per_address"
    case .noDescriptors: "no_descriptors"
    case .untrustedProxy: "untrusted_proxy"
    case .malformedProxyHeader: "malformed_proxy_header"
    case .missingProxyHeader: "missing_proxy_header"
    }
  }

  /// What a client without TLS is told; empty where nobody is there who could read it.
  var answer: [UInt8] {
    switch self {
    case .maxConnections:
      Self.answer(503, "The gateway holds as many connections as it may (server.max_connections); try again shortly.")
    case .noDescriptors:
      Self.answer(503, "The gateway is out of file descriptors; try again shortly.")
    case .maxConnectionsPerAddress:
      Self.answer(
        429, "This address holds as many connections as it may (server.max_connections_per_address); close some.")
    case .untrustedProxy, .malformedProxyHeader, .missingProxyHeader: []
    }
  }

  private static func answer(_ status: Int, _ sentence: String) -> [UInt8] {
    let phrase = Reason.phrase(status)
    let body = "{\"type\":\"about:blank\",\"title\":\"\(phrase)\",\"status\":\(status),\"detail\":\"\(sentence)\"}\n"
    let head =
      "HTTP/1.1 \(status) \(phrase)\r\ncontent-type: application/problem+json\r\ncontent-length: \(body.utf8.count)\r\n"
      + "retry-after: 1\r\ncache-control: no-store\r\nconnection: close\r\n\r\n"
    return Array((head + body).utf8)
  }
}
