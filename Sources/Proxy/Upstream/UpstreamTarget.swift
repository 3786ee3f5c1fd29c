public import Transport

/// One server of an upstream: what its requests look like and how it is reached; the same for all loops.
public struct UpstreamTarget: Sendable {
  /// For logs and metrics: its URL without a path.
  public var name: String
  /// What the Host header says.
  public var authority: [UInt8]
  /// What stands before the client's path; empty or without a slash at the end.
  public var pathPrefix: [UInt8] = []
  /// The upstream's own credential as a whole header line, or empty.
  public var credentialLine: [UInt8] = []
  /// Whether cookies of clients are passed on.
  public var passesCookies = false
  /// For https: whom to trust, and the name the upstream must prove.
  public var tls: TLSContext?
  public var tlsHost: String?

  public init(name: String, authority: [UInt8]) {
    self.name = name
    self.authority = authority
  }
}
