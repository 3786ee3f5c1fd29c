import Bytes
import HTTP
import Transport

/// A response of the gateway's own: status, type, further header lines and a whole body.
public struct Answer {
  /// The status code, 200 to 599.
  public var status: Int
  /// The value of `content-type`.
  public var contentType: StaticString
  /// The whole body; not sent to HEAD.
  public var body: [UInt8]
  /// Whole header lines, each ending with CR LF; never from a client's bytes.
  public var headers: [UInt8]

  public init(status: Int, contentType: StaticString = "application/json", body: [UInt8], headers: [UInt8] = []) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.headers = headers
  }
}

extension Exchange {
  /// Answers the request here; nothing goes to an upstream. A request body not yet read ends the connection.
  public final func answer(_ answer: Answer) {
    guard let downstream, status == 0 else { return }
    status = answer.status
    responseBytes = answer.body.count
    downstream.beginAnswer()
    let out = downstream.outbound
    out.append("HTTP/1.1 ")
    out.append(decimal: answer.status)
    out.append(" ")
    out.append(Reason.phrase(answer.status))
    out.append("\r\ncontent-type: ")
    out.append(answer.contentType)
    out.append("\r\ncontent-length: ")
    out.append(decimal: answer.body.count)
    out.append("\r\nx-request-id: ")
    requestID.write(into: out)
    out.append("\r\ncache-control: no-store\r\n")
    out.append(answer.headers)
    downstream.writeConnection(isHTTP11: head.isHTTP11)
    out.append("\r\n")
    if head.method != .head { out.append(answer.body) }
    downstream.flushSoon()
    downstream.finishExchange(.completed)
  }
}

/// Reason phrases (RFC 9110, 15).
public enum Reason {
  /// The phrase of a status the gateway gives; `Status` for any other.
  public static func phrase(_ status: Int) -> StaticString {
    switch status {
    case 200: "OK"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 417: "Expectation Failed"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    default: "Status"
    }
  }
}
