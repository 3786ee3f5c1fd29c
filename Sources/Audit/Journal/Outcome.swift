/// How a call ended; exactly one follows each intent.
public struct Outcome: Sendable {
  /// Why the exchange came to its end.
  public enum End: UInt8, Sendable, CaseIterable {
    /// The client received the whole response.
    case completed = 0
    /// The client went away or stopped reading.
    case clientLeft = 1
    /// The upstream could not be reached, broke off or answered nonsense.
    case upstreamFailed = 2
    /// The gateway ended it: deadline, lock, revocation or a broken limit.
    case cut = 3
    /// The gateway was shutting down.
    case drained = 4
    /// A time-out.
    case timedOut = 5

    /// The word in the entry.
    var word: StaticString {
      switch self {
      case .completed: "completed"
      case .clientLeft: "client_left"
      case .upstreamFailed: "upstream_failed"
      case .cut: "cut"
      case .drained: "drained"
      case .timedOut: "timed_out"
      }
    }
  }

  /// The intent's id.
  public var id: RequestID
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  /// The status the client was sent, 0 for none.
  public var status: UInt16
  /// The upstream's status, 0 for none.
  public var upstreamStatus: UInt16
  /// Body bytes sent to the client.
  public var responseBytes: UInt64
  public var inputTokens: UInt64?
  public var outputTokens: UInt64?
  /// Milliseconds from the request's head to the response's first byte, or nil.
  public var firstByte: UInt64?
  /// Milliseconds from the request's head to the end.
  public var duration: UInt64
  public var end: End

  public init(
    id: RequestID, time: Int64, status: UInt16, upstreamStatus: UInt16, responseBytes: UInt64,
    inputTokens: UInt64? = nil, outputTokens: UInt64? = nil, firstByte: UInt64? = nil, duration: UInt64, end: End
  ) {
    self.id = id
    self.time = time
    self.status = status
    self.upstreamStatus = upstreamStatus
    self.responseBytes = responseBytes
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.firstByte = firstByte
    self.duration = duration
    self.end = end
  }
}
