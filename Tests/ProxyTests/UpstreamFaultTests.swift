import Glibc
import Proxy
import Testing

/// Upstreams that break the protocol: the client gets one whole answer or none, and the connection is never used again
/// (abuse case 30).
@Suite(.timeLimit(.minutes(5))) struct UpstreamFaultTests {
  private static let get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
  private static let post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
  private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

  private static func forward(_ gateway: Gateway, _ request: String = post) throws -> (RawConnection, RawConnection) {
    let client = try gateway.connect()
    try client.send(request)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    return (client, upstream)
  }

  private static func expectRest(_ gateway: Gateway) {
    #expect(gateway.settles { $0.isAtRest && $0.pool.connectionCount == 0 })
  }

  private static let heads = [
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding : chunked\r\n\r\n",
    "\0\u{1}\u{2}garbage\r\n\r\n", "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "HTTP/0.9 200 OK\r\n\r\n", "SSH-2.0-OpenSSH\r\n",
    "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    "HTTP/1.1 99 Odd\r\n\r\n", "HTTP/1.1 600 Odd\r\n\r\n",
  ]

  @Test(arguments: heads.indices)
  func neverUsesAConnectionAgainThatCannotBeRead(index: Int) throws {
    let gateway = try Gateway()
    let (client, upstream) = try Self.forward(gateway)
    try upstream.send(Self.heads[index] + Self.ok)
    let response = try client.readResponse()
    #expect(response.status == 502 && response.text == "malformed_response")
    #expect(upstream.isEnded(withinMilliseconds: 1000))
    try client.send(Self.post)
    let next = try gateway.upstream.accept()
    _ = try next.readRequest()
    try next.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
    #expect(try client.readResponse().text == "ok")
    Self.expectRest(gateway)
  }

  @Test(arguments: ["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"])
  func aFloodOfInterimResponsesEndsTheConnection(interim: String) throws {
    let gateway = try Gateway()
    for isAtOnce in [true, false] {
      let (client, upstream) = try Self.forward(gateway)
      if isAtOnce {
        try upstream.send(String(repeating: interim, count: 1000))
      } else {
        for _ in 0..<9 {
          try? upstream.send(interim)
          usleep(1000)
        }
      }
      #expect(try client.readResponse().text == "malformed_response")
      #expect(upstream.isEnded(withinMilliseconds: 1000))
    }
    Self.expectRest(gateway)
  }

  @Test func aSecondResponseIsNobodys() throws {
    let gateway = try Gateway()
    for second in [Self.ok, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "x"] {
      let (client, upstream) = try Self.forward(gateway)
      try upstream.send(Self.ok + second)
      #expect(try client.readResponse().text == "ok")
      #expect(upstream.isEnded(withinMilliseconds: 1000))
      #expect(client.isQuiet(forMilliseconds: 30))
    }
    Self.expectRest(gateway)
  }

  // The surplus comes while the connection waits: the next request must not be answered with it.
  @Test func whatComesUnaskedEndsAnIdleConnection() throws {
    let gateway = try Gateway()
    let (client, upstream) = try Self.forward(gateway)
    try upstream.send(Self.ok)
    #expect(try client.readResponse().text == "ok")
    #expect(gateway.settles { $0.pool.idleCount == 1 })
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    #expect(gateway.settles { $0.pool.idleCount == 0 })
    try client.send(Self.post)
    let next = try gateway.upstream.accept()
    _ = try next.readRequest()
    try next.send(Self.ok)
    #expect(try client.readResponse().text == "ok")
  }

  @Test func aSilentUpstreamIsGivenUp() throws {
    let gateway = try Gateway { $0.upstream.firstByteTimeout = 100_000_000 }
    let (client, upstream) = try Self.forward(gateway)
    let start = monotonicMilliseconds()
    #expect(try client.readResponse().text == "first_byte_timeout")
    #expect((50...1000).contains(monotonicMilliseconds() - start))
    #expect(upstream.isEnded(withinMilliseconds: 1000))
    Self.expectRest(gateway)
  }

  // A server that sends a byte now and then in the middle of its head is slow, not idle; one that stops is given up.
  @Test func anUpstreamThatStopsInTheMiddleIsGivenUp() throws {
    let gateway = try Gateway { $0.upstream.idleTimeout = 200_000_000 }
    for part in ["HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 100 Continue\r\n\r\n"] {
      let (client, upstream) = try Self.forward(gateway)
      for character in part {
        try upstream.send(String(character))
        usleep(5000)
      }
      #expect(try client.readResponse().text == "idle_timeout")
      #expect(upstream.isEnded(withinMilliseconds: 1000))
    }
    Self.expectRest(gateway)
  }

  // The server closes what it thinks unused just as it is used; closing and writing cross on the way.
  @Test func anIdleConnectionClosedAtTheWorstTimeCostsNoRequestThatReads() throws {
    let gateway = try Gateway { $0.plan.retries.floor = 1000 }
    let client = try gateway.connect()
    for turn in 0..<40 {
      try client.send(Self.get)
      let upstream = try gateway.upstream.accept()
      _ = try upstream.readRequest()
      try upstream.send(Self.ok)
      #expect(try client.readResponse().text == "ok")
      // Both at once, in either order.
      if turn % 2 == 0 { try client.send(Self.get) }
      if turn % 4 < 2 { upstream.reset() } else { upstream.close() }
      if turn % 2 == 1 { try client.send(Self.get) }
      let second = try gateway.upstream.accept()
      _ = try second.readRequest()
      try second.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nagain")
      #expect(try client.readResponse().text == "again")
    }
    Self.expectRest(gateway)
  }

  // A request that writes is sent again only where the kernel took nothing of it.
  @Test func aWriteIsNeverReadTwice() throws {
    let gateway = try Gateway { $0.plan.retries.floor = 1000 }
    let client = try gateway.connect()
    var answered = 0
    for _ in 0..<30 {
      try client.send(Self.get)
      let upstream = try gateway.upstream.accept()
      _ = try upstream.readRequest()
      try upstream.send(Self.ok)
      #expect(try client.readResponse().text == "ok")
      try client.send(Self.post)
      upstream.reset()
      // Either it is refused, for it may have been read, or it comes over another connection.
      if gateway.upstream.isQuiet(forMilliseconds: 100) {
        #expect(try client.readResponse().text == "closed")
        continue
      }
      let second = try gateway.upstream.accept()
      _ = try second.readRequest()
      try second.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nagain")
      #expect(try client.readResponse().text == "again")
      answered += 1
    }
    #expect(gateway.ask { $0.pool.plan.tally.retries } == answered)
    Self.expectRest(gateway)
  }
}
