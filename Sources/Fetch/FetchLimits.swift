/// What one request may take.
public struct FetchLimits: Sendable, Equatable {
  /// Milliseconds until the connection, TLS included, must stand.
  public var connectTimeout: Int
  /// Milliseconds for everything.
  public var totalTimeout: Int
  /// The largest body, in bytes.
  public var bodyBytes: Int
  /// The largest head, in bytes.
  public var headBytes: Int

  /// 5 s to connect, 10 s in all, 1 MiB of body, 64 KiB of head.
  public init(
    connectTimeout: Int = 5000, totalTimeout: Int = 10_000, bodyBytes: Int = 1 << 20, headBytes: Int = 64 << 10
  ) {
    self.connectTimeout = connectTimeout
    self.totalTimeout = totalTimeout
    self.bodyBytes = bodyBytes
    self.headBytes = headBytes
  }
}
