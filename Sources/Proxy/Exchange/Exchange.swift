public import Bytes
public import HTTP
public import Policy
import Transport

/// What the pipeline wants done after it has seen a request head.
public enum HeadVerdict: Sendable {
  /// Collect the whole body, then call `bodyCollected`.
  case collectBody
  /// The request has been answered or forwarded.
  case settled
  /// The pipeline waits for something and will call `proceed`.
  case parked
}

/// How an exchange ended, for the record.
public enum ExchangeEnd: UInt8, Sendable, CaseIterable {
  /// The response was handed to the client in full.
  case completed
  /// The client left before the response was complete.
  case clientLeft
  /// The upstream failed before or in its response.
  case upstreamFailed
  /// The permit's deadline cut the response.
  case expired
  /// The gateway was told to stop and the drain time-out passed.
  case drained

  /// The word in logs.
  public var word: StaticString {
    switch self {
    case .completed: "completed"
    case .clientLeft: "client_left"
    case .upstreamFailed: "upstream_failed"
    case .expired: "cut"
    case .drained: "drained"
    }
  }
}

/// One request and its response, from the first byte of the head to the last of the answer. Reused between requests.
///
/// A subclass holds what its pipeline knows of the request and overrides the hooks. Everything runs on one loop.
open class Exchange {
  /// The request's head; its ranges refer to the bytes of `withHead`.
  public final let head = RequestHead()
  /// The loop's server that lent this exchange.
  public final unowned let server: Server
  /// The client's connection while an exchange is under way.
  public internal(set) final var downstream: Downstream?
  final var upstream: Upstream?
  /// The name of the request, new for each: what a late message must know to concern it.
  public internal(set) final var requestID = RequestID.none
  /// Monotonic nanoseconds when the head was complete.
  public internal(set) final var startedAt: UInt64 = 0
  /// Nanoseconds since 1970 when the head was complete.
  public internal(set) final var startedRealtime: UInt64 = 0
  /// Monotonic nanoseconds when the upstream's response head was read, 0 before.
  public internal(set) final var respondedAt: UInt64 = 0
  /// The status that was sent, 0 before.
  public internal(set) final var status = 0
  /// The status the upstream gave, 0 where none did.
  public internal(set) final var upstreamStatus = 0
  /// Bytes of the request body.
  public internal(set) final var requestBytes = 0
  /// Bytes of the response body that were queued for the client.
  public internal(set) final var responseBytes = 0
  /// Whether the response body goes through `filter` instead of past `observe`.
  public final var isFiltering = false
  /// A copy of the path, which outlives the request's bytes.
  public final let path = ByteBuffer()

  final let decodedBody = ByteBuffer()
  final var headLength = 0
  final var bodyRange = 0..<0
  final var isBodyDecoded = false
  final var reservedBody = 0
  final var pool: UpstreamPool?
  final var attempts = 0
  final var deadline: Int64 = .max
  final var responseFraming = ResponseFraming.none
  final var scratch: [UInt8] = []
  final var forwardedClient: IPAddress?

  public init(server: Server) { self.server = server }

  // MARK: Hooks of the pipeline

  /// The head is complete and sound: decide what happens next.
  open func headReceived() -> HeadVerdict { .settled }

  /// The whole body was collected; see `withBody`.
  open func bodyCollected() {}

  /// The request cannot be read; the answer is written with `answer` and the connection closed after it.
  open func refuse(_ error: HeadError) {}

  /// The body is over a limit or the client too slow; as `refuse`.
  open func refuse(_ reason: TransportRefusal) {}

  /// The upstream could not be reached or broke before it answered; as `refuse`.
  open func upstreamFailed(_ failure: UpstreamFailure) {}

  /// The body's type for the upstream; nil passes on what the client said.
  open var upstreamContentType: StaticString? { nil }

  /// How long the body for the upstream is.
  open func upstreamBodyLength(_ original: Int) -> Int { original }

  /// Writes the body for the upstream.
  open func writeUpstreamBody(_ body: Span<UInt8>, into buffer: ByteBuffer) { buffer.append(body) }

  /// Adds headers for the upstream, each a whole line.
  open func writeUpstreamHeaders(into buffer: ByteBuffer) {}

  /// The upstream's response head has been read.
  open func responseHeadReceived(_ head: ResponseHead, _ bytes: Span<UInt8>) {}

  /// Response bytes on their way to the client, unchanged.
  open func observe(_ bytes: Span<UInt8>) {}

  /// Response bytes to be changed: appends to `output` what the client shall get.
  open func filter(_ bytes: Span<UInt8>, into output: inout [UInt8]) {}

  /// The upstream's body is complete: appends to `output` what `filter` held back.
  open func finishFilter(into output: inout [UInt8]) {}

  /// What to tell the client inside a response that ends early, such as an error event; nothing where that is not
  /// possible.
  open func writeInterruption(_ end: ExchangeEnd, into output: inout [UInt8]) {}

  /// The exchange is over; called exactly once for every head that was received.
  open func ended(_ end: ExchangeEnd) {}

  /// Makes the exchange ready for the next request.
  open func reset() {
    downstream = nil
    upstream = nil
    pool = nil
    respondedAt = 0
    status = 0
    upstreamStatus = 0
    requestBytes = 0
    responseBytes = 0
    isFiltering = false
    path.removeAll()
    decodedBody.removeAll()
    decodedBody.releaseIfEmpty()
    isBodyDecoded = false
    bodyRange = 0..<0
    attempts = 0
    deadline = .max
    responseFraming = .none
    forwardedClient = nil
  }

  // MARK: For the pipeline

  /// Runs `body` with the bytes of the head, which its ranges refer to.
  public final func withHead<R>(_ body: (Span<UInt8>) -> R) -> R {
    guard let inbound = downstream?.inbound else { return body(Span()) }
    return body(inbound.readable)
  }

  /// Runs `body` with the collected request body and `padding` further bytes, whatever they hold; the second argument
  /// is the body's own length.
  public final func withBody<R>(padding: Int = 0, _ body: (Span<UInt8>, Int) -> R) -> R {
    guard let inbound = downstream?.inbound else { return body(Span(), 0) }
    let source = isBodyDecoded ? decodedBody : inbound
    let range = isBodyDecoded ? 0..<decodedBody.count : bodyRange
    let bytes = source.readable(padded: padding)
    return body(bytes.extracting(range.lowerBound..<range.upperBound + padding), range.count)
  }

  /// Goes on after `.parked`, with the verdict the pipeline has come to.
  public final func proceed(_ verdict: HeadVerdict) { downstream?.proceed(self, verdict) }

  /// Sends the request to an upstream. Only policy makes permits, and each is spent once.
  public final func forward(to pool: UpstreamPool, spending permit: consuming Permit) {
    deadline = permit.deadline
    self.pool = pool
    downstream?.beginResponse()
    pool.serve(self)
  }

  /// Whether a message for this exchange, sent earlier, still concerns the request at hand.
  public final func isServing(_ id: RequestID) -> Bool { downstream != nil && requestID == id }
}
