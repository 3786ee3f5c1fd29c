import Bytes

/// A response head from an upstream, held to the same rules as a request's. Reused between responses.
public final class ResponseHead {
  /// 100 to 599.
  public private(set) var status = 0
  public private(set) var isHTTP11 = true
  public let fields = FieldTable()
  public private(set) var bodyLength = BodyLength.none
  /// Whether the upstream lets the connection live on.
  public private(set) var keepsAlive = true
  public private(set) var contentType = ByteRange.none
  public private(set) var contentEncoding = ByteRange.none
  public private(set) var connection = ByteRange.none

  // "close" wins over "keep-alive", in whichever order and line they stand.
  private var saysClose = false

  public init() {}

  /// Reads a head from the start of `bytes`; `toHead` says that the request was HEAD, whose response has no body.
  public func read(_ bytes: Span<UInt8>, toHead: Bool, limits: HeadLimits) -> HeadProgress {
    fields.removeAll()
    contentType = .none
    contentEncoding = .none
    connection = .none
    saysClose = false
    do throws(HeadError) {
      guard let line = try readStatusLine(bytes),
        let end = try fields.read(bytes, from: line, limit: limits.fields)
      else {
        if bytes.count > limits.headBytes { throw .headTooLarge }
        return .incomplete
      }
      if end > limits.headBytes { throw .headTooLarge }
      try interpret(bytes, toHead)
      return .complete(end)
    } catch {
      return .invalid(error)
    }
  }

  // HTTP/1.x SP 3DIGIT SP reason CRLF (RFC 9112, 4).
  private func readStatusLine(_ bytes: Span<UInt8>) throws(HeadError) -> Int? {
    guard let newline = bytes.firstOffset(of: 0x0a) else { return nil }
    guard newline >= 13, bytes[newline - 1] == 0x0d else { throw .malformedStatusLine }
    guard bytes.hasPrefix("HTTP/1."), bytes[7] == 0x31 || bytes[7] == 0x30, bytes[8] == 0x20 else {
      throw .malformedStatusLine
    }
    guard let code = Digits.decimal(bytes.extracting(9..<12)), code >= 100, code <= 599 else {
      throw .malformedStatusLine
    }
    let hasReason = bytes[12] == 0x20
    guard hasReason || newline == 13, CharacterClass.isFieldValue(bytes.extracting(12..<newline - 1)) else {
      throw .malformedStatusLine
    }
    status = code
    isHTTP11 = bytes[7] == 0x31
    keepsAlive = isHTTP11
    return newline + 1
  }

  private func interpret(_ bytes: Span<UInt8>, _ toHead: Bool) throws(HeadError) {
    var framing = Framing()
    for i in 0..<fields.count {
      let field = fields[i]
      switch field.kind {
      case .contentLength, .transferEncoding: try framing.note(field.kind, bytes.slice(field.value))
      case .contentType: contentType = field.value
      case .contentEncoding: contentEncoding = field.value
      case .connection: try noteConnection(field.value, bytes)
      default: continue
      }
    }
    bodyLength = try framing.responseBody(status: status, toHead: toHead, isHTTP11: isHTTP11)
    if bodyLength == .untilClose || saysClose { keepsAlive = false }
  }

  private func noteConnection(_ value: ByteRange, _ bytes: Span<UInt8>) throws(HeadError) {
    connection = value
    var list = TokenList(bytes.slice(value))
    while let token = try list.next() {
      if token.equalsFolded("close") { saysClose = true }
      if token.equalsFolded("keep-alive") { keepsAlive = true }
    }
  }
}
