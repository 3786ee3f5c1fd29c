import Bytes
import HTTP

/// Turns a client's request head into the upstream's: credentials, hop-by-hop fields and claims of identity go, ours
/// come.
enum RequestHeadWriter {
  static func write(_ exchange: Exchange, to target: UpstreamTarget, bodyLength: Int, into out: ByteBuffer) {
    let head = exchange.head
    let contentType = exchange.upstreamContentType
    out.append(head.method.name)
    out.append(" ")
    out.append(target.pathPrefix)
    exchange.withHead { bytes in
      out.append(bytes.slice(head.path))
      if !head.query.isEmpty {
        out.append("?")
        out.append(bytes.slice(head.query))
      }
      out.append(" HTTP/1.1\r\nhost: ")
      out.append(target.authority)
      out.append("\r\n")
      writeFields(head, bytes, keeping: kept(contentType != nil, target), into: out)
    }
    if let contentType {
      out.append("content-type: ")
      out.append(contentType)
      out.append("\r\n")
    }
    if bodyLength > 0 || head.method == .post || head.method == .put || head.method == .patch {
      out.append("content-length: ")
      out.append(decimal: bodyLength)
      out.append("\r\n")
    }
    out.append(target.credentialLine)
    out.append("accept-encoding: identity\r\nx-request-id: ")
    exchange.requestID.write(into: out)
    out.append("\r\n")
    exchange.writeUpstreamHeaders(into: out)
    out.append("\r\n")
  }

  private static func writeFields(
    _ head: RequestHead, _ bytes: Span<UInt8>, keeping kept: Kept, into out: ByteBuffer
  ) {
    let hasNominations = head.connection.count > 10
    for i in 0..<head.fields.count {
      let field = head.fields[i]
      guard passes(field.kind, kept) else { continue }
      // "keep-alive" and "close" name no field; anything longer may.
      if hasNominations && isNominated(bytes.slice(field.name), by: bytes.slice(head.connection)) { continue }
      out.append(bytes.extracting(Int(field.name.start)..<field.value.range.upperBound))
      out.append("\r\n")
    }
  }

  /// What is passed on to some upstreams only.
  private struct Kept {
    let contentType: Bool
    let cookies: Bool
  }

  private static func kept(_ replacesContentType: Bool, _ target: UpstreamTarget) -> Kept {
    Kept(contentType: !replacesContentType, cookies: target.passesCookies)
  }

  private static func passes(_ kind: FieldKind, _ kept: Kept) -> Bool {
    switch kind {
    case .other, .accept, .anthropicVersion, .date: true
    case .contentType: kept.contentType
    case .cookie: kept.cookies
    default: false
    }
  }
}
