/// What one request's access-log line says; an empty name or nil number is left out of the line.
///
/// Names are shared arrays (the principal's, the model's, …), so filling a record copies nothing. Times are in
/// nanoseconds, sizes in bytes of body.
public struct AccessRecord {
  /// Milliseconds since 1970.
  public var time: Int64 = 0
  /// The client's address.
  public var client: [UInt8] = []
  /// The fingerprint of its TLS (JA4).
  public var fingerprint: [UInt8] = []
  /// Who called, scoped by issuer: `local:ana`.
  public var principal: [UInt8] = []
  /// Which of the principal's credentials: a key's id, never its secret.
  public var credential: [UInt8] = []
  /// HTTP method.
  public var method: [UInt8] = []
  /// The endpoint or route that the path belongs to.
  public var endpoint: [UInt8] = []
  /// The model's name as the operator maps it.
  public var model: [UInt8] = []
  /// `chat`, `embed`, `list`, ….
  public var action: [UInt8] = []
  /// `permit`, or the reason of the refusal.
  public var decision: [UInt8] = []
  /// The policy rule that decided.
  public var rule: [UInt8] = []
  /// Why the exchange ended: `completed`, `client_left`, ….
  public var end: [UInt8] = []
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
