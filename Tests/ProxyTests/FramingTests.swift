import Proxy
import Testing

/// Where one request ends and the next begins: every case in which two readers could differ.
@Suite(.timeLimit(.minutes(5))) struct FramingTests {
  @Test func answersPipelinedRequestsInOrder() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send(
      "POST /own HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\noneGET /two HTTP/1.1\r\nHost: a\r\n\r\n"
        + "POST /own HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nthree\r\n0\r\n\r\n")
    #expect(try client.readResponse().text == "one")
    let upstream = try gateway.upstream.accept()
    #expect(try upstream.readRequest().startLine == "GET /two HTTP/1.1")
    #expect(client.isQuiet(forMilliseconds: 50))
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo")
    #expect(try client.readResponse().text == "two")
    #expect(try client.readResponse().text == "three")
  }

  // Abuse case 25: the decoder of the first request must say nothing of the second.
  @Test func closesAfterAnAnswerToAChunkedBodyThatWasNotRead() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("POST /own HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n")
    #expect(try client.readResponse().text == "ab")
    try client.send(
      "POST /stranger HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "2d\r\nGET /own/smuggled HTTP/1.1\r\nHost: a\r\nX-A: bbbbb\r\n\r\n")
    let refusal = try client.readResponse()
    #expect(refusal.status == 401)
    #expect(refusal.value("connection") == "close")
    #expect(try client.readToEnd().isEmpty)
    #expect(gateway.ledger.all.map(\.path) == ["/own", "/stranger"])
  }

  @Test func closesAfterAnAnswerToABodyThatHasNotArrived() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("POST /stranger HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\nGET /own/smuggled HTTP/1.1\r\n")
    #expect(try client.readResponse().value("connection") == "close")
    #expect(try client.readToEnd().isEmpty)
  }

  // What `requests`, `httpx` and curl do with a large prompt and a key that was revoked.
  @Test func answersAClientThatSendsEverythingBeforeItReads() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    let body = [UInt8](repeating: 0x61, count: 4 * 1024 * 1024)
    try client.send("POST /stranger HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n")
    try client.send(body)
    #expect(try client.readResponse().status == 401)
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func goesOnAfterAnAnswerToABodyThatHasArrived() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send(
      "POST /stranger HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /own/x HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readResponse().status == 401)
    #expect(try client.readResponse().status == 200)
  }

  @Test func collectsAChunkedBodyAtEverySplit() throws {
    let gateway = try Gateway()
    let head = "POST /own HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    let coded = Array("4;a=b\r\nWiki\r\n5\r\npedia\r\n0\r\nX-T: 1\r\n\r\n".utf8)
    let client = try gateway.connect()
    for split in 0...coded.count {
      try client.send(Array(head.utf8) + coded[..<split])
      _ = gateway.ask { _ in 0 }
      try client.send(Array(coded[split...]))
      #expect(try client.readResponse().text == "Wikipedia", "split at \(split)")
    }
  }

  // A byte of content in 260 of framing must not take 260 times its memory.
  @Test func keepsNothingOfTheFramingOfChunks() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("POST /own HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    let chunk = Array("1;\(String(repeating: "x", count: 240))\r\nz\r\n".utf8)
    let many = Array(repeatElement(chunk, count: 4000).joined())
    try client.send(many)
    #expect(gateway.settles { ($0.server?.bufferBytes ?? 0) <= 128 * 1024 })
    try client.send("0\r\n\r\n")
    #expect(try client.readResponse().body.count == 4000)
  }

  @Test func asksForABodyOnlyWhereTheClientWaits() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("POST /own HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    #expect(try client.readResponse().status == 100)
    try client.send("hi")
    #expect(try client.readResponse().text == "hi")
    try client.send("POST /own HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi")
    #expect(try client.readResponse().status == 200)
    try client.send("POST /stranger HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    #expect(try client.readResponse().status == 401)
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func closesForAnOldClientUnlessItAsksToStay() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("GET /own HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    #expect(try client.readResponse().value("connection") == "keep-alive")
    try client.send("GET /own HTTP/1.0\r\n\r\n")
    #expect(try client.readResponse().value("connection") == "close")
    #expect(try client.readToEnd().isEmpty)
  }

  @Test(arguments: ["close", "Close", "close, keep-alive", "keep-alive, close"])
  func closesWhereTheClientSaysSo(value: String) throws {
    let gateway = try Gateway()
    for version in ["1.0", "1.1"] {
      let client = try gateway.connect()
      try client.send("GET /own HTTP/\(version)\r\nHost: a\r\nConnection: \(value)\r\n\r\nGET /own/2 HTTP/1.1\r\n")
      #expect(try client.readResponse().value("connection") == "close")
      #expect(try client.readToEnd().isEmpty)
    }
  }
}
