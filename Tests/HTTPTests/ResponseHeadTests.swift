import Bytes
import HTTP
import Testing

@Suite struct ResponseHeadTests {
  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", false, BodyLength.exactly(5), true),
    ("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n", false, .chunked, true),
    ("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", false, .none, true),
    ("HTTP/1.1 200 OK\r\n\r\n", false, .untilClose, false),
    ("HTTP/1.1 204 No\r\n\r\n", false, .none, true),
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true, .none, true),
    ("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", false, .none, true),
    ("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n", false, .exactly(5), false),
    ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\n", false, .exactly(5), false),
  ])
  func reads(text: String, toHead: Bool, length: BodyLength, keepsAlive: Bool) {
    let head = ResponseHead()
    let bytes = Array(text.utf8)
    let progress = head.read(bytes.span, toHead: toHead, limits: .standard)
    #expect(progress == .complete(bytes.count))
    #expect(head.bodyLength == length)
    #expect(head.keepsAlive == keepsAlive)
  }

  @Test(arguments: [
    "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 600 OK\r\n\r\n",
    "HTTP/2 200 OK\r\n\r\n",
    "HTTP/1.1  200 OK\r\n\r\n", "ICY 200 OK\r\n\r\nabcdef", "HTTP/1.1 200 O\rK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 200 OK\nContent-Length: 5\r\n\r\n",
    "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
  ])
  func refuses(text: String) {
    let bytes = Array(text.utf8)
    let progress = ResponseHead().read(bytes.span, toHead: false, limits: .standard)
    guard case .invalid = progress else {
      Issue.record("accepted as \(progress)")
      return
    }
  }
}
