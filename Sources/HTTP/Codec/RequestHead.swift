import Bytes

/// What reading a head came to.
public enum HeadProgress: Equatable, Sendable {
  /// The empty line has not arrived.
  case incomplete
  /// The head is complete and takes this many bytes.
  case complete(Int)
  case invalid(HeadError)
}

/// A request head of HTTP/1.1 or 1.0, read strictly (RFC 9112): what has two readings is refused. Reused between
/// requests.
///
/// All ranges are offsets from the first byte of the span that was read.
public final class RequestHead {
  /// The method; one of those that are known.
  public private(set) var method = Method.get
  /// The path as it was sent, proved to have one reading (see `RequestTarget`).
  public private(set) var path = ByteRange.none
  /// The query without its question mark; empty when there is none.
  public private(set) var query = ByteRange.none
  public private(set) var isHTTP11 = true
  public let fields = FieldTable()
  public private(set) var bodyLength = BodyLength.none
  /// Whether the client lets the connection live on after this request.
  public private(set) var keepsAlive = true
  /// Whether the client waits for `100 Continue` before it sends the body.
  public private(set) var expectsContinue = false
  public private(set) var host = ByteRange.none
  /// `Authorization`, else empty.
  public private(set) var authorization = ByteRange.none
  /// `x-api-key`, else empty.
  public private(set) var apiKey = ByteRange.none
  public private(set) var contentType = ByteRange.none
  public private(set) var contentEncoding = ByteRange.none
  public private(set) var accept = ByteRange.none
  public private(set) var hasAnthropicVersion = false
  /// `Connection`, else empty: the names in it are hop-by-hop.
  public private(set) var connection = ByteRange.none

  private var target = ByteRange.none

  public init() {}

  /// Reads a head from the start of `bytes`.
  public func read(_ bytes: Span<UInt8>, limits: HeadLimits) -> HeadProgress {
    reset()
    do throws(HeadError) {
      guard let line = try readRequestLine(bytes, limits) else { return .incomplete }
      guard let end = try fields.read(bytes, from: line, limit: limits.fields) else {
        if bytes.count > limits.headBytes { throw .headTooLarge }
        return .incomplete
      }
      if end > limits.headBytes { throw .headTooLarge }
      try interpret(bytes)
      return .complete(end)
    } catch {
      return .invalid(error)
    }
  }

  private func reset() {
    fields.removeAll()
    method = .get
    isHTTP11 = true
    keepsAlive = true
    path = .none
    query = .none
    bodyLength = .none
    expectsContinue = false
    host = .none
    authorization = .none
    apiKey = .none
    contentType = .none
    contentEncoding = .none
    accept = .none
    connection = .none
    hasAnthropicVersion = false
  }

  // METHOD SP TARGET SP HTTP/1.x CRLF; one empty line before it is skipped (RFC 9112, 2.2).
  private func readRequestLine(_ bytes: Span<UInt8>, _ limits: HeadLimits) throws(HeadError) -> Int? {
    let start = bytes.count >= 2 && bytes[0] == 0x0d && bytes[1] == 0x0a ? 2 : 0
    guard let newline = bytes.firstOffset(of: 0x0a, from: start) else {
      if bytes.count > limits.targetBytes + 32 { throw .targetTooLong }
      return nil
    }
    guard newline > start, bytes[newline - 1] == 0x0d else { throw .bareLineEnd }
    let end = newline - 1
    guard let first = bytes.firstOffset(of: 0x20, from: start), first < end, end - first > 10 else {
      throw .malformedRequestLine
    }
    let second = end - 9
    guard bytes[second] == 0x20 else { throw .malformedRequestLine }
    try readVersion(bytes.extracting(second + 1..<end))
    guard let method = Method(bytes.extracting(start..<first)) else {
      throw Self.methodError(bytes.extracting(start..<first))
    }
    self.method = method
    if second - first - 1 > limits.targetBytes { throw .targetTooLong }
    target = ByteRange(first + 1, second - first - 1)
    return newline + 1
  }

  private func readVersion(_ version: Span<UInt8>) throws(HeadError) {
    guard version.hasPrefix("HTTP/"), version[6] == 0x2e else { throw .malformedRequestLine }
    // HTTP/0.9 has no version and no headers: what claims both is no request.
    if version[5] == 0x30 { throw .malformedRequestLine }
    guard version[5] == 0x31, version[7] == 0x31 || version[7] == 0x30 else { throw .unsupportedVersion }
    isHTTP11 = version[7] == 0x31
    keepsAlive = isHTTP11
  }

  private static func methodError(_ bytes: Span<UInt8>) -> HeadError {
    guard !bytes.isEmpty, bytes.count <= 32 else { return .malformedRequestLine }
    for i in bytes.indices where !CharacterClass.isToken(bytes[i]) { return .malformedRequestLine }
    return .unknownMethod
  }

  private func interpret(_ bytes: Span<UInt8>) throws(HeadError) {
    var framing = Framing()
    for i in 0..<fields.count {
      let field = fields[i]
      switch field.kind {
      case .other: continue
      case .contentLength, .transferEncoding: try framing.note(field.kind, bytes.slice(field.value))
      default: try note(field, bytes)
      }
    }
    try readTarget(bytes)
    bodyLength = try framing.requestBody(isHTTP11: isHTTP11)
  }

  private func note(_ field: Field, _ bytes: Span<UInt8>) throws(HeadError) {
    switch field.kind {
    case .host: host = try once(host, field.value, .repeatedHost)
    case .authorization: authorization = try once(authorization, field.value, .repeatedCredential)
    case .apiKey: apiKey = try once(apiKey, field.value, .repeatedCredential)
    case .contentType: contentType = try once(contentType, field.value, .malformedFieldLine)
    case .contentEncoding: contentEncoding = try once(contentEncoding, field.value, .malformedFieldLine)
    case .accept: accept = field.value
    case .anthropicVersion: hasAnthropicVersion = true
    case .expect:
      guard bytes.slice(field.value).equalsFolded("100-continue") else { throw .unsupportedExpectation }
      expectsContinue = isHTTP11
    case .connection: try noteConnection(field.value, bytes)
    default: break
    }
  }

  private func once(_ present: ByteRange, _ value: ByteRange, _ error: HeadError) throws(HeadError) -> ByteRange {
    // An empty value stands where it was found, so that a repeated empty header is seen too.
    guard present == .none else { throw error }
    return value
  }

  private func noteConnection(_ value: ByteRange, _ bytes: Span<UInt8>) throws(HeadError) {
    guard connection == .none else { throw .malformedConnection }
    connection = value
    var list = TokenList(bytes.slice(value))
    var closes = false
    while let token = try list.next() {
      if token.equalsFolded("close") { closes = true }
      if token.equalsFolded("keep-alive") { keepsAlive = true }
    }
    if closes { keepsAlive = false }
  }

  private func readTarget(_ bytes: Span<UInt8>) throws(HeadError) {
    if isHTTP11 && host == .none { throw .missingHost }
    if host != .none && !RequestTarget.isHost(bytes.slice(host)) { throw .malformedHost }
    let parts = try RequestTarget.read(bytes, target, host: host)
    path = parts.path
    query = parts.query
  }
}
