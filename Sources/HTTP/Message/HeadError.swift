/// What is wrong with a message head or body framing. Each is a refusal and a closed connection: two readers must never
/// differ.
public enum HeadError: UInt8, Error, Sendable, CaseIterable {
  case malformedRequestLine, unknownMethod, malformedStatusLine, unsupportedVersion
  case malformedFieldLine, malformedFieldName, malformedFieldValue, bareLineEnd, foldedLine
  case missingHost, repeatedHost, malformedHost, hostDisagreesWithTarget
  case malformedContentLength, repeatedContentLength, lengthAndTransferEncoding, unsupportedTransferEncoding
  case transferEncodingInHTTP10, malformedConnection
  case malformedTarget, ambiguousPath, targetTooLong, headTooLarge, tooManyFields, repeatedCredential
  case malformedChunk, malformedTrailer, unsupportedExpectation, malformedForwardedFor

  /// The status a client gets.
  public var status: Int {
    switch self {
    case .targetTooLong: 414
    case .headTooLarge, .tooManyFields: 431
    // Not 501 also for a transfer coding: mostly it is `chunked` in disguise.
    case .unknownMethod: 501
    case .unsupportedVersion: 505
    case .unsupportedExpectation: 417
    default: 400
    }
  }

  /// One sentence for whoever sent the message.
  public var sentence: StaticString {
    switch self {
    case .malformedRequestLine: "The request line is not METHOD SP TARGET SP HTTP/1.1."
    case .unknownMethod: "This request method is not supported."
    case .malformedStatusLine: "The status line is malformed."
    case .unsupportedVersion: "Only HTTP/1.1 and HTTP/1.0 are spoken here."
    case .malformedFieldLine: "A header line has no colon."
    case .malformedFieldName: "A header name holds a character that is not allowed in it."
    case .malformedFieldValue: "A header value holds a control character."
    case .bareLineEnd: "A line ends with a bare CR or LF."
    case .foldedLine: "A header is folded over two lines."
    case .missingHost: "The Host header is missing."
    case .repeatedHost: "The Host header is repeated."
    case .malformedHost: "The Host header is not a host name with an optional port."
    case .hostDisagreesWithTarget: "The Host header and the request target name different hosts."
    case .malformedContentLength: "Content-Length is not a plain decimal number."
    case .repeatedContentLength: "Content-Length is repeated."
    case .lengthAndTransferEncoding: "Content-Length and Transfer-Encoding are both present."
    case .unsupportedTransferEncoding: "The only supported transfer coding is chunked."
    case .transferEncodingInHTTP10: "HTTP/1.0 has no Transfer-Encoding."
    case .malformedConnection: "The Connection header is malformed."
    case .malformedTarget: "The request target is not an absolute path."
    case .ambiguousPath: "The path has more than one reading (dot segments, encoded or doubled slashes, semicolons)."
    case .targetTooLong: "The request target is too long (server.max_target_bytes)."
    case .headTooLarge: "The request head is too large (server.max_head_bytes)."
    case .tooManyFields: "The request has too many headers (server.max_headers)."
    case .repeatedCredential: "A credential header is repeated."
    case .malformedChunk: "The chunked body is malformed."
    case .malformedTrailer: "The trailer of the chunked body is malformed."
    case .malformedForwardedFor: "X-Forwarded-For, sent by a trusted proxy, holds something that is no address."
    case .unsupportedExpectation: "The only supported expectation is 100-continue."
    }
  }
}
