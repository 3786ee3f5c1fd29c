import Bytes
import HTTP

/// Turns a client's request head into the upstream's: credentials, hop-by-hop fields and claims of identity go, ours
/// come.
enum RequestHeadWriter {
  static func write(_ exchange: Exchange, to target: UpstreamHead, bodyLength: Int, into out: ByteBuffer) {
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
      out.append(target.lineEnd)
      writeFields(head, bytes, for: target, keepingType: contentType == nil, into: out)
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
    out.append(target.tail)
    exchange.requestID.write(into: out)
    out.append("\r\n")
    exchange.writeUpstreamHeaders(into: out)
    out.append("\r\n")
  }

  private static func writeFields(
    _ head: RequestHead, _ bytes: Span<UInt8>, for target: UpstreamHead, keepingType: Bool, into out: ByteBuffer
  ) {
    let hasNominations = namesFields(bytes.slice(head.connection))
    let credentialName = target.credentialName
    var run = FieldRun()
    for i in 0..<head.fields.count {
      let field = head.fields[i]
      guard passes(field.kind, target, keepingType) else { continue }
      let name = bytes.slice(field.name)
      if hasNominations && isNominated(name, by: bytes.slice(head.connection)) { continue }
      // The upstream's credential may have any name; it gets ours and no other.
      if name.count == credentialName.count && name.equalsFolded(credentialName.span) { continue }
      run.add(field, bytes, into: out)
    }
    run.end(bytes, into: out)
  }

  private static func passes(_ kind: FieldKind, _ target: UpstreamHead, _ keepingType: Bool) -> Bool {
    switch kind {
    case .other, .contentEncoding, .accept, .anthropicVersion, .date: true
    case .contentType: keepingType
    case .cookie: target.passesCookies
    default: false
    }
  }
}
