public import HTTP

/// What a client may take: sizes in bytes, times in nanoseconds.
public struct ServerLimits: Sendable {
  /// How large a request head may be.
  public var head = HeadLimits.standard
  /// The largest request body that is collected for a model call.
  public var bodyBytes = 16 * 1024 * 1024
  /// The most memory all collected bodies of one loop may take together.
  public var bufferedBodyBytes = 256 * 1024 * 1024
  /// Connections held at a time, over all servers of one tally.
  public var connections = 16_384
  /// Connections of one client (an IPv4 address, an IPv6 /64) held at a time, over all servers of one tally.
  public var connectionsPerAddress = 1024
  /// Requests that one connection may carry.
  public var requestsPerConnection = 1_000_000
  /// From the first byte of a head to its last, and from accept (a proxy's header and handshake included) to the first
  /// byte.
  public var headTimeout: UInt64 = 10_000_000_000
  /// Between two reads of a body.
  public var bodyTimeout: UInt64 = 30_000_000_000
  /// Bytes a second at which a body must have come, on average, once the body time-out has passed since its head.
  public var bodyRate = 1024
  /// Between two requests of a connection.
  public var idleTimeout: UInt64 = 75_000_000_000
  /// For a client that does not take what waits for it.
  public var sendTimeout: UInt64 = 60_000_000_000
  /// Response bytes that may wait for one client before its upstream is no longer read.
  public var outboundBytes = 256 * 1024
  /// How long requests under way may go on after the order to stop.
  public var drainTimeout: UInt64 = 30_000_000_000
  /// How long an idle connection may still bring a last request after the order to stop; 0 ends it at once.
  public var drainGrace: UInt64 = 0
  /// Whose word on their clients' addresses is taken.
  public var trustedProxies = TrustedProxies()

  public init() {}
}
