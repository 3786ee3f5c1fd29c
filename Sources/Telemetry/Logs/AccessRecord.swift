/// What one request's access-log line says; an empty name or nil number is left out of the line.
///
/// Names come as fields made before, so filling a record copies nothing. Times are in nanoseconds, sizes in bytes of
/// body.
public struct AccessRecord {
  /// Milliseconds since 1970.
  public var time: Int64 = 0
  /// The client's address.
  public var client: [UInt8] = []
  /// The fingerprint of its TLS (JA4).
  public var fingerprint: [UInt8] = []
  /// Who called; nil where nobody was identified.
  public var caller: LogFields?
  /// HTTP method.
  public var method: StaticString = ""
  /// What was asked; nil where it is nothing the gateway knows.
  public var call: LogFields?
  /// What was decided.
  public var verdict: LogFields?
  /// Why the exchange ended: `completed`, `client_left`, ….
  public var end: StaticString = ""
  /// Status sent to the client; 0 where none was.
  public var status: Int = 0
  /// Body bytes received and sent.
  public var bytesIn: UInt64 = 0
  public var bytesOut: UInt64 = 0
  /// Tokens as the model server counted them.
  public var inputTokens: UInt64?
  public var outputTokens: UInt64?
  /// From the request head to the last byte, and to the upstream's first byte.
  public var duration: UInt64 = 0
  public var upstreamFirstByte: UInt64?

  /// An empty record.
  public init() {}
}
