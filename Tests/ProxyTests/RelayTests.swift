import Glibc
import Proxy
import Testing
import Transport

/// Responses on their way, and upstreams that end them in every place.
@Suite(.timeLimit(.minutes(5))) struct RelayTests {
  private static let get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
  private static let post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"

  private func forward(_ gateway: Gateway, _ request: String = get) throws -> (RawConnection, RawConnection) {
    let client = try gateway.connect()
    try client.send(request)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    return (client, upstream)
  }

  @Test func passesChunksOnAsTheyCome() throws {
    let gateway = try Gateway()
    let (client, upstream) = try forward(gateway)
    try upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\n")
    let head = Message(head: try client.read(through: "\r\n\r\n"))
    #expect(head.value("x-accel-buffering") == "no")
    for word in ["one", "two", "three"] {
      try upstream.send("\(String(word.utf8.count, radix: 16))\r\n\(word)\r\n")
      #expect(try client.read(through: word).hasSuffix(word))
    }
    try upstream.send("0\r\n\r\n")
    #expect(try client.read(through: "0\r\n\r\n") == "\r\n0\r\n\r\n")
    #expect(gateway.settles { $0.ledger.all.first?.responseBytes == 11 })
  }

  @Test func marksTheEndOfACloseDelimitedResponse() throws {
    let gateway = try Gateway()
    let (client, upstream) = try forward(gateway)
    try upstream.send("HTTP/1.0 200 OK\r\n\r\nall of it")
    upstream.close()
    let response = try client.readResponse()
    #expect(response.value("transfer-encoding") == "chunked")
    #expect(response.text == "all of it")
    try client.send("GET /own HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readResponse().status == 200)
  }

  @Test func givesAnOldClientNoChunks() throws {
    let gateway = try Gateway()
    let (client, upstream) = try forward(gateway, "GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    try upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
    let response = try client.readResponse()
    #expect(response.value("transfer-encoding") == nil)
    #expect(response.value("connection") == "close")
    #expect(response.text == "abc")
  }

  @Test func dropsInterimResponsesButNotForEver() throws {
    let gateway = try Gateway()
    let (client, upstream) = try forward(gateway)
    try upstream.send(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    )
    #expect(try client.readResponse().text == "ok")
    try client.send(Self.get)
    _ = try upstream.readRequest()
    for _ in 0..<20 { try upstream.send("HTTP/1.1 100 Continue\r\n\r\n") }
    #expect(try client.readResponse().text == "malformed_response")
    #expect(upstream.isEnded(withinMilliseconds: 1000))
  }

  // Abuse case 30, and every other response that has two readings.
  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 101 Switching\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n", "HTTP/2 200\r\n\r\n", "garbage\r\n\r\n",
    "HTTP/1.1 200 OK\r\nX: a\u{0}b\r\n\r\n", "HTTP/1.1 200 OK\nContent-Length: 2\n\n",
  ])
  func refusesAResponseWithTwoReadings(text: String) throws {
    let gateway = try Gateway()
    let (client, upstream) = try forward(gateway)
    try upstream.send(text)
    #expect(try client.readResponse().text == "malformed_response")
    #expect(upstream.isEnded(withinMilliseconds: 1000))
    #expect(gateway.settles { $0.pool.connectionCount == 0 })
  }

  @Test func neverUsesAConnectionAgainThatSaidMoreThanItsResponse() throws {
    let gateway = try Gateway()
    let (client, upstream) = try forward(gateway)
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    #expect(try client.readResponse().text == "ok")
    try client.send(Self.get)
    let second = try gateway.upstream.accept()
    _ = try second.readRequest()
    try second.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo")
    #expect(try client.readResponse().text == "two")
    // The same when the surplus comes later.
    try second.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    #expect(second.isEnded(withinMilliseconds: 1000))
  }

  // Abuse case 30: one receive ends exactly where the response does, and the surplus is still in the socket.
  @Test func neverUsesAConnectionAgainWhoseSurplusWasNotRead() throws {
    let gateway = try Gateway()
    let (client, upstream) = try forward(gateway)
    try client.send(Self.get)
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 16000\r\nX-Fill: "
    let fill = String(repeating: "f", count: Channel.readSize - 16000 - head.utf8.count - 4)
    let body = String(repeating: "b", count: 16000)
    try upstream.send(head + fill + "\r\n\r\n" + body + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    #expect(try client.readResponse().body.count == 16000)
    let second = try gateway.upstream.accept()
    _ = try second.readRequest()
    try second.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo")
    #expect(try client.readResponse().text == "two")
  }

  @Test func countsTheConnectionsThatAreUsedAgain() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send(Self.get)
    let upstream = try gateway.upstream.accept()
    for _ in 0..<5 {
      _ = try upstream.readRequest()
      try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      #expect(try client.readResponse().text == "ok")
      try client.send(Self.get)
    }
    _ = try upstream.readRequest()
    #expect(gateway.ask { $0.pool.connectionCount } == 1)
    try upstream.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
    #expect(try client.readResponse().text == "ok")
    #expect(upstream.isEnded(withinMilliseconds: 1000))
    #expect(gateway.ask { $0.pool.connectionCount } == 0)
  }

  @Test func failsWhereTheUpstreamEndsBeforeItsHead() throws {
    let gateway = try Gateway()
    for request in [Self.get, Self.post] {
      for part in ["", "HTTP/1.1 200 O", "HTTP/1.1 200 OK\r\nContent-Le"] {
        let (client, upstream) = try forward(gateway, request)
        try upstream.send(part)
        upstream.close()
        let response = try client.readResponse()
        #expect(response.status == 502 && response.text == "closed")
        try client.send("GET /own HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.readResponse().status == 200)
      }
    }
    #expect(gateway.ask { $0.pool.connectionCount } == 0)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n12345",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345XX",
  ])
  func cutsAResponseThatIsNotWhole(text: String) throws {
    let gateway = try Gateway()
    for reset in [false, true] {
      let (client, upstream) = try forward(gateway)
      try upstream.send(text)
      #expect(try client.read(through: "12345").hasSuffix("12345"))
      if reset { upstream.reset() } else { upstream.close() }
      let rest = String(decoding: try client.readToEnd(), as: UTF8.self)
      #expect(!rest.contains("0\r\n\r\n"), "a cut response must not look whole")
    }
    #expect(gateway.settles { $0.ledger.all.map(\.end) == [.upstreamFailed, .upstreamFailed] })
    #expect(gateway.ask { $0.pool.connectionCount } == 0)
  }

  @Test func tellsTheClientInsideAStreamThatItWasCut() throws {
    let gateway = try Gateway { $0.interruption = Array("event: error\n\n".utf8) }
    let (client, upstream) = try forward(gateway)
    try upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n")
    _ = try client.read(through: "12345\r\n")
    upstream.close()
    #expect(String(decoding: try client.readChunks(), as: UTF8.self) == "event: error\n\n")
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func cancelsTheUpstreamWhenTheClientLeaves() throws {
    let gateway = try Gateway()
    for leave in [RawConnection.close, RawConnection.reset, RawConnection.finishSending] {
      let (client, upstream) = try forward(gateway)
      try upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
      _ = try client.read(through: "abc")
      leave(client)()
      #expect(upstream.isEnded(withinMilliseconds: 100))
    }
    let (client, upstream) = try forward(gateway, Self.post)
    client.close()
    #expect(upstream.isEnded(withinMilliseconds: 100))
    #expect(gateway.settles { $0.ledger.all.count == 4 && $0.ledger.all.allSatisfy { $0.end == .clientLeft } })
    #expect(gateway.ask { $0.pool.connectionCount } == 0)
  }

  // The server refuses a large body and closes while it is still being sent.
  @Test func passesAnAnswerOnThatCameBeforeTheRequestWasSent() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    let size = 12 * 1024 * 1024
    try client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
    try client.send([UInt8](repeating: 0x61, count: size))
    let upstream = try gateway.upstream.accept()
    _ = try upstream.read(through: "\r\n\r\n")
    // The loop sees the answer and the reset behind it at once.
    gateway.post { _ in usleep(100_000) }
    try upstream.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
    upstream.close()
    let response = try client.readResponse()
    #expect(response.status == 413 && response.text == "big")
    #expect(gateway.settles { $0.pool.connectionCount == 0 })
  }

  @Test func answersWhereNothingListens() throws {
    let gateway = try Gateway { $0.upstreamPorts = [1] }
    let client = try gateway.connect()
    try client.send(Self.post + Self.get)
    for _ in 0..<2 { #expect(try client.readResponse().text == "unreachable") }
    #expect(gateway.ask { $0.pool.connectionCount } == 0)
  }

  // A stale connection: only what merely reads is sent a second time.
  @Test func sendsAgainOnlyWhatReads() throws {
    let gateway = try Gateway()
    for (request, isSentAgain) in [(Self.get, true), (Self.post, false)] {
      let (client, upstream) = try forward(gateway)
      try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      #expect(try client.readResponse().text == "ok")
      try client.send(request)
      _ = try upstream.readRequest()
      upstream.close()
      if isSentAgain {
        let second = try gateway.upstream.accept()
        _ = try second.readRequest()
        try second.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nagain")
        #expect(try client.readResponse().text == "again")
      } else {
        #expect(try client.readResponse().text == "closed")
        #expect(gateway.upstream.isQuiet(forMilliseconds: 50))
      }
    }
  }

  @Test func waitsInLineAndIsWokenWhenAConnectionDies() throws {
    let gateway = try Gateway {
      $0.upstream.connections = 1
      $0.upstream.waiting = 2
    }
    let (first, upstream) = try forward(gateway)
    let others = try (0..<3).map { _ in try gateway.connect() }
    for other in others {
      try other.send(Self.get)
      _ = gateway.ask { _ in 0 }
    }
    #expect(try others[2].readResponse().text == "too_busy")
    upstream.close()
    #expect(try first.readResponse().text == "closed")
    for other in others[..<2] {
      let next = try gateway.upstream.accept()
      _ = try next.readRequest()
      try next.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
      #expect(try other.readResponse().text == "ok")
    }
    #expect(gateway.ask { $0.pool.connectionCount } == 0)
  }

  @Test func forgetsAClientThatLeftTheLine() throws {
    let gateway = try Gateway { $0.upstream.connections = 1 }
    let (first, upstream) = try forward(gateway)
    let second = try gateway.connect()
    try second.send(Self.get)
    _ = gateway.ask { _ in 0 }
    second.close()
    #expect(gateway.settles { $0.server?.connectionCount == 1 })
    let third = try gateway.connect()
    try third.send("GET /third HTTP/1.1\r\nHost: a\r\n\r\n")
    _ = gateway.ask { _ in 0 }
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    #expect(try first.readResponse().text == "ok")
    #expect(try upstream.readRequest().startLine == "GET /third HTTP/1.1")
  }

  @Test func failsOnTimeoutsOfTheUpstream() throws {
    let gateway = try Gateway {
      $0.upstream.firstByteTimeout = 100_000_000
      $0.upstream.idleTimeout = 100_000_000
    }
    let (client, upstream) = try forward(gateway, Self.post)
    let response = try client.readResponse()
    #expect(response.status == 504 && response.text == "first_byte_timeout")
    #expect(upstream.isEnded(withinMilliseconds: 100))
    let (second, other) = try forward(gateway, Self.post)
    try other.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
    #expect(try second.read(through: "12345").hasSuffix("12345"))
    #expect(try second.readToEnd().isEmpty)
    #expect(other.isEnded(withinMilliseconds: 100))
  }
}
