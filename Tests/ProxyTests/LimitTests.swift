import Glibc
import HTTP
import Proxy
import Testing

/// Every limit on a client: the answer names its reason, and the connection is not used again.
@Suite(.timeLimit(.minutes(5))) struct LimitTests {
  private func expectRefusal(_ client: RawConnection, status: Int, _ part: String) throws {
    let response = try client.readResponse()
    #expect(response.status == status)
    #expect(response.text.contains(part), "\(response.text)")
    #expect(response.value("connection") == "close")
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func refusesABodyThatSaysItIsTooLarge() throws {
    let gateway = try Gateway { $0.server.bodyBytes = 1000 }
    let client = try gateway.connect()
    try client.send("POST /own HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
    try expectRefusal(client, status: 413, "larger")
    let other = try gateway.connect()
    try other.send("POST /own HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
    try other.send([UInt8](repeating: 0x61, count: 1000))
    #expect(try other.readResponse().body.count == 1000)
  }

  @Test(arguments: [1001, 100_000])
  func refusesChunksThatComeToTooMuch(size: Int) throws {
    let gateway = try Gateway { $0.server.bodyBytes = 1000 }
    let client = try gateway.connect()
    let content = String(repeating: "a", count: size)
    try client.send("POST /own HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    try client.send("\(String(size, radix: 16))\r\n\(content)\r\n0\r\n\r\n")
    try expectRefusal(client, status: 413, "larger")
  }

  @Test func boundsTheMemoryOfAllBodiesTogether() throws {
    let gateway = try Gateway { $0.server.bufferedBodyBytes = 1000 }
    let client = try gateway.connect()
    try client.send("POST /own HTTP/1.1\r\nHost: a\r\nContent-Length: 600\r\n\r\n")
    _ = gateway.ask { _ in 0 }
    let other = try gateway.connect()
    try other.send("POST /own HTTP/1.1\r\nHost: a\r\nContent-Length: 600\r\n\r\n")
    try expectRefusal(other, status: 503, "busy")
    other.close()
    try client.send([UInt8](repeating: 0x61, count: 600))
    #expect(try client.readResponse().status == 200)
    // What was set aside is given back, however the body came and however its request ended.
    for round in 0..<10 {
      try client.send("POST /own HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n258\r\n")
      try client.send([UInt8](repeating: 0x61, count: 300))
      _ = gateway.ask { _ in 0 }
      try client.send([UInt8](repeating: 0x61, count: 300) + Array("\r\n0\r\n\r\n".utf8))
      #expect(try client.readResponse().body.count == 600, "round \(round)")
      let leaving = try gateway.connect()
      try leaving.send("POST /own HTTP/1.1\r\nHost: a\r\nContent-Length: 600\r\n\r\nabc")
      _ = gateway.ask { _ in 0 }
      leaving.close()
      #expect(gateway.settles { $0.server?.connectionCount == 1 })
    }
  }

  @Test func refusesASlowBody() throws {
    let gateway = try Gateway { $0.server.bodyTimeout = 100_000_000 }
    for framing in ["Content-Length: 10", "Transfer-Encoding: chunked"] {
      let client = try gateway.connect()
      try client.send("POST /own HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n5\r\n")
      try expectRefusal(client, status: 408, "body")
    }
  }

  @Test func refusesASlowHead() throws {
    let gateway = try Gateway { $0.server.headTimeout = 100_000_000 }
    let client = try gateway.connect()
    try client.send("GET /own HTTP/1.1\r\nHo")
    try expectRefusal(client, status: 408, "head")
    // Bytes that keep coming do not put it off.
    let dripping = try gateway.connect()
    while dripping.isQuiet(forMilliseconds: 20), dripping.age < 2000 { try dripping.send("G") }
    #expect(dripping.age < 1000)
    #expect(try dripping.readResponse().status == 408)
    let silent = try gateway.connect()
    #expect(silent.isEnded(withinMilliseconds: 1000))
  }

  @Test func endsAnIdleConnection() throws {
    let gateway = try Gateway { $0.server.idleTimeout = 200_000_000 }
    let client = try gateway.connect()
    try client.send("GET /own HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readResponse().status == 200)
    #expect(client.isEnded(withinMilliseconds: 2500))
  }

  @Test func refusesAHeadThatIsTooLarge() throws {
    let gateway = try Gateway { $0.server.head = HeadLimits(headBytes: 1000, targetBytes: 100, fields: 5) }
    let cases = [
      ("GET /\(String(repeating: "a", count: 100)) HTTP/1.1\r\nHost: a\r\n\r\n", 414, "target"),
      ("GET /own HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 1000))\r\n\r\n", 431, "large"),
      ("GET /own HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 1000))", 431, "large"),
      ("GET /own HTTP/1.1\r\nHost: a\r\n\(String(repeating: "A: b\r\n", count: 5))\r\n", 431, "many"),
    ]
    for (text, status, part) in cases {
      let client = try gateway.connect()
      try client.send(text)
      try expectRefusal(client, status: status, part)
    }
  }

  @Test func refusesConnectionsBeyondTheLimit() throws {
    let gateway = try Gateway { $0.server.connections = 2 }
    let first = try gateway.connect()
    let second = try gateway.connect()
    #expect(gateway.settles { $0.server?.connectionCount == 2 })
    let third = try gateway.connect()
    let refusal = try third.readResponse()
    #expect(refusal.status == 503 && refusal.value("retry-after") == "1")
    #expect(refusal.text.contains("server.max_connections"))
    #expect(try third.readToEnd().isEmpty)
    #expect(gateway.ask { $0.server?.refusedConnections(.maxConnections) } == 1)
    first.close()
    #expect(gateway.settles { $0.server?.connectionCount == 1 })
    let fourth = try gateway.connect()
    for client in [second, fourth] {
      try client.send("GET /own HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.readResponse().status == 200)
    }
  }

  @Test func countsTheConnectionsOfEachClient() throws {
    let gateway = try Gateway { $0.server.connectionsPerAddress = 2 }
    let first = try gateway.connect()
    let second = try gateway.connect()
    #expect(gateway.settles { $0.server?.connectionCount == 2 })
    let third = try gateway.connect()
    let refusal = try third.readResponse()
    #expect(refusal.status == 429 && refusal.text.contains("server.max_connections_per_address"))
    #expect(gateway.ask { $0.server?.refusedConnections(.maxConnectionsPerAddress) } == 1)
    for client in [first, second] {
      try client.send("GET /own HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.readResponse().status == 200)
    }
    first.close()
    #expect(gateway.settles { $0.server?.connectionCount == 1 })
    let fourth = try gateway.connect()
    try fourth.send("GET /own HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try fourth.readResponse().status == 200)
  }

  @Test func endsAConnectionAfterItsLastRequest() throws {
    let gateway = try Gateway { $0.server.requestsPerConnection = 3 }
    let client = try gateway.connect()
    try client.send(String(repeating: "GET /own HTTP/1.1\r\nHost: a\r\n\r\n", count: 4))
    for number in 1...3 { #expect(try client.readResponse().value("connection") == (number == 3 ? "close" : nil)) }
    #expect(try client.readToEnd().isEmpty)
  }

  // Bytes that keep coming do not put it off where they are too few.
  @Test(arguments: ["Content-Length: 1000", "Transfer-Encoding: chunked"])
  func refusesABodyThatDrips(framing: String) throws {
    let gateway = try Gateway { $0.server.bodyTimeout = 300_000_000 }
    let client = try gateway.connect()
    try client.send("POST /own HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n")
    let piece = framing.hasPrefix("C") ? "a" : "1\r\na\r\n"
    while client.isQuiet(forMilliseconds: 50), client.age < 3000 { try client.send(piece) }
    #expect(client.age < 1500)
    try expectRefusal(client, status: 408, "server.min_body_rate")
  }

  @Test func waitsForABodyThatComesAtTheLeastRate() throws {
    let gateway = try Gateway {
      $0.server.bodyTimeout = 300_000_000
      $0.server.bodyRate = 1000
    }
    let client = try gateway.connect()
    try client.send("POST /own HTTP/1.1\r\nHost: a\r\nContent-Length: 3000\r\n\r\n")
    for _ in 0..<15 {
      #expect(client.isQuiet(forMilliseconds: 60))
      try client.send([UInt8](repeating: 0x61, count: 200))
    }
    #expect(client.age > 700)
    #expect(try client.readResponse().body.count == 3000)
  }

  // Bytes that are no request, in the middle of a connection that served one.
  @Test(arguments: [
    "\u{16}\u{3}\u{1}\r\n\r\n", "PRI * HTTP/2.0\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n", "\r\n\r\n\r\n",
  ])
  func endsTheConnectionAfterGarbage(text: String) throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("GET /own HTTP/1.1\r\nHost: a\r\n\r\n\(text)GET /own/2 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readResponse().status == 200)
    let refusal = try client.readResponse()
    #expect(refusal.status >= 400 && refusal.value("connection") == "close")
    #expect(try client.readToEnd().isEmpty)
    #expect(gateway.ledger.all.count == 2)
  }
}
