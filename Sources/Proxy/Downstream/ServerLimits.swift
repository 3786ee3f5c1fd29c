public import HTTP

/// What a client may take: sizes in bytes, times in nanoseconds.
public struct ServerLimits: Sendable {
  /// How large a request head may be.
  public var head = HeadLimits.standard
  /// The largest request body that is collected for a model call.
  public var bodyBytes = 16 * 1024 * 1024
  /// The most memory all collected bodies of one loop may take together.
  public var bufferedBodyBytes = 256 * 1024 * 1024
  /// Connections one loop holds at a time.
  public var connections = 8192
  /// From the first byte of a head to its last, and from accept (handshake included) to the first byte.
  public var headTimeout: UInt64 = 10_000_000_000
  /// Between two reads of a body.
  public var bodyTimeout: UInt64 = 30_000_000_000
  /// Between two requests of a connection.
  public var idleTimeout: UInt64 = 75_000_000_000
  /// For a client that does not take what is sent.
  public var sendTimeout: UInt64 = 60_000_000_000
  /// Response bytes that may wait for one client before its upstream is no longer read.
  public var outboundBytes = 256 * 1024
  /// How long requests under way may go on after the order to stop.
  public var drainTimeout: UInt64 = 30_000_000_000

  public init() {}
}
