import Bytes
import HTTP
import Testing

@Suite struct ChunkedDecoderTests {
  private enum Outcome: Equatable {
    case content(String, consumed: Int)
    case needsMore
    case invalid
  }

  @Test func decodesTheSameAtEverySplit() {
    let bytes = Array("4\r\nWiki\r\n6;a=b\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nX-T: 1\r\n\r\nGET".utf8)
    let expected = Outcome.content("Wikipedia in \r\n\r\nchunks.", consumed: bytes.count - 3)
    for split in 0...bytes.count {
      #expect(decode([Array(bytes[..<split]), Array(bytes[split...])]) == expected, "split at \(split)")
    }
    #expect(decode(bytes.map { [$0] }) == expected)
  }

  @Test(arguments: [
    "x\r\n", "\r\n", "+4\r\nWiki\r\n", "0x4\r\nWiki\r\n", " 4\r\nWiki\r\n", "4 \r\nWiki\r\n", "4\nWiki\r\n",
    "4\r\nWikiXY", "4\r\nWiki\n",
    "1234567890abcdef0\r\n", "4;\r\nWiki\r\n", "4;a\rb\r\nWiki\r\n", "0\r\nbad\r\n\r\n", "0\r\n x: y\r\n\r\n",
    "0\r\n\n", "0\n\r\n",
    "-1\r\n",
    // Extensions that are not name or name=value, the value a token or in quotes.
    "4;;\r\n", "4;a;\r\n", "4;=b\r\n", "4;a=\r\n", "4;a=\"\r\n", "4;a=\"b\r\n", "4;a=\"b\"c\r\n", "4;a b\r\n",
    "4;a=b c\r\n", "4 ;a\r\n", "4;a \r\n", "4;\u{e9}\r\n", "4;a=\"\\\"\r\n", "4;a=b=c\r\n", "4;a(\r\n",
    "4;a=\"\u{1}\"\r\n",
    // Trailers that would frame or route what went before.
    "0\r\nContent-Length: 5\r\n\r\n", "0\r\ntransfer-encoding: x\r\n\r\n", "0\r\nHost: b\r\n\r\n",
    "0\r\nX: 1\r\nTransfer_Encoding: chunked\r\n\r\n",
  ])
  func refuses(text: String) {
    #expect(decode([Array(text.utf8)]) == .invalid)
  }

  @Test(arguments: ["a", "a=b", "a=\"b\"", "a=\"\"", "a=\"b \\\" c\"", "a;b;c=d", " a", "a = b", "a=\" ;\u{e9}\t\";b"])
  func dropsWellFormedExtensions(text: String) {
    let bytes = Array("4;\(text)\r\nWiki\r\n0;\(text)\r\nX: 1\r\n\r\n".utf8)
    #expect(decode([bytes]) == .content("Wiki", consumed: bytes.count))
  }

  @Test func holdsToItsLimits() {
    let size = "4;" + String(repeating: "a", count: ChunkedDecoder.maximumSizeLine)
    #expect(decode([Array(size.utf8)]) == .invalid)
    let trailer = "0\r\n" + String(repeating: "x: y\r\n", count: ChunkedDecoder.maximumTrailer / 6 + 1)
    #expect(decode([Array(trailer.utf8)]) == .invalid)
  }

  // Feeds the pieces one after the other, keeping what was not consumed, as a connection does.
  private func decode(_ pieces: [[UInt8]]) -> Outcome {
    var decoder = ChunkedDecoder()
    var pending: [UInt8] = []
    var content: [UInt8] = []
    var consumed = 0
    for piece in pieces {
      pending += piece
      while true {
        let step = decoder.next(pending.span)
        guard case .content(let count) = step else {
          if case .skip(let count) = step {
            pending.removeFirst(count)
            consumed += count
            continue
          }
          if case .end = step { return .content(String(decoding: content, as: UTF8.self), consumed: consumed) }
          if case .invalid = step { return .invalid }
          break
        }
        content += pending[..<count]
        pending.removeFirst(count)
        consumed += count
      }
    }
    return .needsMore
  }
}
