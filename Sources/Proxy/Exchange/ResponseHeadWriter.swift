import Bytes
import HTTP

/// Turns an upstream's response head into the client's: hop-by-hop fields and those that speak for the connection go.
enum ResponseHeadWriter {
  static func write(_ response: ResponseHead, _ bytes: Span<UInt8>, for exchange: Exchange, into out: ByteBuffer) {
    out.append("HTTP/1.1 ")
    let reason = bytes.firstOffset(of: 0x0d) ?? 12
    out.append(bytes.extracting(9..<reason))
    // The space stands also before an empty phrase (RFC 9112, 4).
    out.append(reason == 12 ? " \r\n" : "\r\n")
    var run = FieldRun()
    for i in 0..<response.fields.count {
      let field = response.fields[i]
      if !passes(field.kind, toHead: exchange.head.method == .head || response.status == 304) { continue }
      if response.connection != .none && isHopByHop(bytes.slice(field.name), in: response, bytes) { continue }
      run.add(field, bytes, into: out)
    }
    run.end(bytes, into: out)
    writeFraming(response, exchange, into: out)
    out.append("x-request-id: ")
    exchange.requestID.write(into: out)
    out.append("\r\n")
    if isStream(bytes.slice(response.contentType)) { out.append("x-accel-buffering: no\r\n") }
    exchange.downstream?.writeConnection(isHTTP11: exchange.head.isHTTP11)
    out.append("\r\n")
  }

  private static func writeFraming(_ response: ResponseHead, _ exchange: Exchange, into out: ByteBuffer) {
    switch (exchange.responseFraming, response.bodyLength) {
    case (.length, .exactly(let count)):
      out.append("content-length: ")
      out.append(decimal: count)
      out.append("\r\n")
    case (.chunked, _): out.append("transfer-encoding: chunked\r\n")
    case (.none, _) where exchange.head.method != .head && response.status != 204 && response.status != 304:
      out.append("content-length: 0\r\n")
    default: break
    }
  }

  private static func passes(_ kind: FieldKind, toHead: Bool) -> Bool {
    switch kind {
    case .contentLength: toHead
    case .connection, .keepAlive, .te, .trailer, .transferEncoding, .upgrade, .proxyConnection, .proxyAuthenticate,
      .proxyAuthorization, .alternativeService, .identity, .requestID, .underscored, .proxyBuffering:
      false
    default: true
    }
  }

  // Whether any of the Connection lines names a field.
  private static func isHopByHop(_ name: Span<UInt8>, in response: ResponseHead, _ bytes: Span<UInt8>) -> Bool {
    for i in 0..<response.fields.count where response.fields[i].kind == .connection {
      let connection = bytes.slice(response.fields[i].value)
      if namesFields(connection) && isNominated(name, by: connection) { return true }
    }
    return false
  }

  private static func isStream(_ type: Span<UInt8>) -> Bool {
    type.hasPrefix("text/event-stream") || type.hasPrefix("application/x-ndjson")
  }
}

/// Whether a value of `Connection` may name fields: the usual two speak of the connection alone.
func namesFields(_ connection: Span<UInt8>) -> Bool {
  !connection.isEmpty && !connection.equalsFolded("close") && !connection.equalsFolded("keep-alive")
}

/// Whether `Connection` names this field, which makes it hop-by-hop (RFC 9110, 7.6.1).
func isNominated(_ name: Span<UInt8>, by connection: Span<UInt8>) -> Bool {
  var list = TokenList(connection)
  while let token = try? list.next() {
    if token.equalsFolded(name) { return true }
  }
  return false
}
