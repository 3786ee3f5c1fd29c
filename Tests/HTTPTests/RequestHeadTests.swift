import Bytes
import HTTP
import Testing

@Suite struct RequestHeadTests {
  @Test func readsAnOrdinaryRequest() throws {
    let text =
      "POST /v1/chat/completions?a=b HTTP/1.1\r\nHost: gw.local:8443\r\n"
      + "Authorization: Bearer x\r\nContent-Length: 12\r\n\r\n"
    let bytes = Array((text + "rest").utf8)
    let head = RequestHead()
    #expect(read(head, bytes) == .complete(text.utf8.count))
    #expect(head.method == .post)
    #expect(slice(bytes, head.path) == "/v1/chat/completions")
    #expect(slice(bytes, head.query) == "a=b")
    #expect(slice(bytes, head.authorization) == "Bearer x")
    #expect(head.bodyLength == .exactly(12))
    #expect(head.keepsAlive)
  }

  @Test func waitsForTheEmptyLineAtEverySplit() {
    let bytes = Array("GET /x HTTP/1.1\r\nHost: a\r\nX-Y: z\r\n\r\n".utf8)
    for count in 0..<bytes.count {
      #expect(read(RequestHead(), Array(bytes[..<count])) == .incomplete, "after \(count) bytes")
    }
    #expect(read(RequestHead(), bytes) == .complete(bytes.count))
  }

  @Test func isReusedWithoutMemoryOfTheLastRequest() {
    let head = RequestHead()
    let first =
      "POST /a?q HTTP/1.0\r\nConnection: keep-alive\r\nx-api-key: k\r\nHost: a\r\nContent-Type: t\r\n"
      + "Content-Length: 3\r\nanthropic-version: 1\r\n\r\n"
    #expect(read(head, Array(first.utf8)) == .complete(first.utf8.count))
    #expect(read(head, Array("GET / HTTP/1.1\r\nHost: b\r\n\r\n".utf8)) == .complete(27))
    #expect(head.apiKey.isEmpty && head.query.isEmpty && head.contentType.isEmpty && head.connection.isEmpty)
    #expect(head.bodyLength == .none && head.keepsAlive && head.isHTTP11 && !head.hasAnthropicVersion)
  }

  static let refused: [(String, HeadError)] = [
    ("GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineEnd),
    ("GET / HTTP/1.1\r\nHost: a\n\r\n", .bareLineEnd),
    ("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", .foldedLine),
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", .malformedFieldName),
    ("GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", .malformedFieldLine),
    ("GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", .malformedFieldName),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", .malformedFieldValue),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", .malformedFieldValue),
    ("GET / HTTP/1.1\r\nHost: a\r\nTransfer_Encoding: x\r\n\r\n", .malformedFieldName),
    ("GET / HTTP/1.1\r\nHost: a\r\ncontent--LENGTH: 1\r\n\r\n", .malformedFieldName),
    ("GET / HTTP/1.1\r\n\r\n", .missingHost),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .repeatedHost),
    ("GET / HTTP/1.1\r\nHost:\r\n\r\n", .malformedHost),
    ("GET / HTTP/1.1\r\nHost: a#b\r\n\r\n", .malformedHost),
    ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .malformedHost),
    ("GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n", .malformedHost),
    ("GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", .hostDisagreesWithTarget),
    ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
    ("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", .unknownMethod),
    ("get / HTTP/1.1\r\nHost: a\r\n\r\n", .unknownMethod),
    ("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
    ("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
    ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", .unsupportedVersion),
    ("GET / HTTP/0.9\r\nHost: a\r\n\r\n", .malformedRequestLine),
    ("GET / HTTP/1.2\r\nHost: a\r\n\r\n", .unsupportedVersion),
    ("GET /\r\n\r\n", .malformedRequestLine),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n", .malformedContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n", .malformedContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\n", .malformedContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", .malformedContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", .malformedContentLength),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", .repeatedContentLength),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
      .lengthAndTransferEncoding
    ),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", .unsupportedTransferEncoding),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .unsupportedTransferEncoding),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
      .unsupportedTransferEncoding
    ),
    ("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingInHTTP10),
    ("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n", .repeatedCredential),
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: a b\r\n\r\n", .malformedConnection),
    ("GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", .unsupportedExpectation),
  ]

  @Test(arguments: refused)
  func refuses(text: String, error: HeadError) {
    #expect(read(RequestHead(), Array(text.utf8)) == .invalid(error))
  }

  @Test func holdsToEachLimit() {
    let limits = HeadLimits(headBytes: 200, targetBytes: 20, fields: 3)
    let cases: [(String, HeadError)] = [
      ("GET /" + String(repeating: "a", count: 20) + " HTTP/1.1\r\nHost: a\r\n\r\n", .targetTooLong),
      ("GET /" + String(repeating: "a", count: 300), .targetTooLong),
      ("GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nA: b\r\nA: b\r\n\r\n", .tooManyFields),
      ("GET / HTTP/1.1\r\nHost: a\r\nA: " + String(repeating: "a", count: 300), .headTooLarge),
      ("GET / HTTP/1.1\r\nHost: a\r\nA: " + String(repeating: "a", count: 300) + "\r\n\r\n", .headTooLarge),
    ]
    for (text, error) in cases {
      let bytes = Array(text.utf8)
      let progress = RequestHead().read(bytes.span, limits: limits)
      #expect(progress == .invalid(error))
    }
  }

  private func read(_ head: RequestHead, _ bytes: [UInt8]) -> HeadProgress {
    head.read(bytes.span, limits: .standard)
  }
}

func slice(_ bytes: [UInt8], _ range: ByteRange) -> String { String(decoding: bytes[range.range], as: UTF8.self) }
