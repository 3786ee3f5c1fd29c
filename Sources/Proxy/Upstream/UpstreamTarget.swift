public import HTTP
public import Transport

/// Where and how an upstream is reached; the same for all loops.
public struct UpstreamTarget: Sendable {
  /// The operator's name for it.
  public var name: String
  /// In order of preference; tried one after the other.
  public var addresses: [SocketAddress]
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
  public var limits = UpstreamLimits()

  public init(name: String, addresses: [SocketAddress], authority: [UInt8]) {
    self.name = name
    self.addresses = addresses
    self.authority = authority
  }
}

/// What an upstream may take: times in nanoseconds.
public struct UpstreamLimits: Sendable {
  /// How large a response head may be.
  public var head = HeadLimits.standard
  /// Until a connection stands.
  public var connectTimeout: UInt64 = 5_000_000_000
  /// From the request to the first byte of the response: a large prompt takes its time.
  public var firstByteTimeout: UInt64 = 600_000_000_000
  /// Between two bytes of a response.
  public var idleTimeout: UInt64 = 600_000_000_000
  /// How long an unused connection is kept; most servers close theirs after 5 s or more.
  public var keepAliveTimeout: UInt64 = 4_000_000_000
  /// Connections of one loop.
  public var connections = 256
  /// Exchanges that may wait for a connection.
  public var waiting = 1024

  public init() {}
}
