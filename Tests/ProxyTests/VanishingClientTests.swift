import Glibc
import Proxy
import Testing

/// Clients that leave, in every state a request can be in: the upstream is cancelled and nothing is left over.
@Suite(.timeLimit(.minutes(5))) struct VanishingClientTests {
  enum Leaving: CaseIterable, Sendable {
    case closes, resets, endsSending

    func callAsFunction(_ client: RawConnection) {
      switch self {
      case .closes: client.close()
      case .resets: client.reset()
      case .endsSending: client.finishSending()
      }
    }
  }

  private static let post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
  private static let stream = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"

  // No connection on either side, no exchange, and as many ended as began.
  private static func expectNothingLeft(_ gateway: Gateway, ended: Int, connections: Int = 0) {
    #expect(
      gateway.settles { $0.isAtRest && $0.server?.connectionCount == 0 && $0.pool.connectionCount == connections })
    #expect(gateway.ledger.all.count == ended)
  }

  @Test(arguments: Leaving.allCases)
  func inTheHead(leave: Leaving) throws {
    let gateway = try Gateway()
    for part in ["", "G", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Le"] {
      let client = try gateway.connect()
      try client.send(part)
      #expect(gateway.settles { $0.server?.connectionCount == 1 })
      leave(client)
      Self.expectNothingLeft(gateway, ended: 0)
    }
  }

  @Test(arguments: Leaving.allCases)
  func inTheBody(leave: Leaving) throws {
    let gateway = try Gateway()
    for (turn, framing) in ["Content-Length: 5\r\n\r\nhi", "Transfer-Encoding: chunked\r\n\r\n5\r\nhi"].enumerated() {
      let client = try gateway.connect()
      try client.send("POST /x HTTP/1.1\r\nHost: a\r\n\(framing)")
      #expect(gateway.settles { !$0.isAtRest })
      leave(client)
      Self.expectNothingLeft(gateway, ended: turn + 1)
      #expect(gateway.upstream.isQuiet(forMilliseconds: 20))
    }
  }

  @Test(arguments: Leaving.allCases)
  func parked(leave: Leaving) throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("GET /park HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(gateway.settles { !$0.isAtRest })
    leave(client)
    Self.expectNothingLeft(gateway, ended: 1)
  }

  @Test(arguments: Leaving.allCases)
  func inLineForAConnection(leave: Leaving) throws {
    let gateway = try Gateway { $0.upstream.connections = 1 }
    let first = try gateway.connect()
    try first.send(Self.post)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    let second = try gateway.connect()
    try second.send(Self.post)
    #expect(gateway.settles { $0.pool.waitingCount == 1 })
    leave(second)
    #expect(gateway.settles { $0.pool.waitingCount == 0 && $0.server?.connectionCount == 1 })
    leave(first)
    #expect(upstream.isEnded(withinMilliseconds: 1000))
    Self.expectNothingLeft(gateway, ended: 2)
  }

  @Test(arguments: Leaving.allCases)
  func whileTheConnectionIsMade(leave: Leaving) throws {
    let full = FullListener()
    let gateway = try Gateway { $0.upstreamPorts = [full.port] }
    let client = try gateway.connect()
    try client.send(Self.post)
    #expect(gateway.settles { $0.pool.connectionCount == 1 && $0.pool.requestCount == 1 })
    leave(client)
    Self.expectNothingLeft(gateway, ended: 1)
  }

  @Test(arguments: Leaving.allCases)
  func beforeTheFirstByte(leave: Leaving) throws {
    let gateway = try Gateway()
    for part in ["", "HTTP/1.1 200 OK\r\nContent-Le"] {
      let client = try gateway.connect()
      try client.send(Self.post)
      let upstream = try gateway.upstream.accept()
      _ = try upstream.readRequest()
      try upstream.send(part)
      leave(client)
      #expect(upstream.isEnded(withinMilliseconds: 1000))
    }
    Self.expectNothingLeft(gateway, ended: 2)
  }

  @Test(arguments: Leaving.allCases)
  func inAStream(leave: Leaving) throws {
    let gateway = try Gateway()
    for text in [Self.stream, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "HTTP/1.0 200 OK\r\n\r\nabc"] {
      let client = try gateway.connect()
      try client.send(Self.post)
      let upstream = try gateway.upstream.accept()
      _ = try upstream.readRequest()
      try upstream.send(text)
      _ = try client.read(through: "abc")
      leave(client)
      #expect(upstream.isEnded(withinMilliseconds: 1000))
    }
    Self.expectNothingLeft(gateway, ended: 3)
  }

  // The client takes nothing, so that the upstream has to wait, and then leaves.
  @Test(arguments: Leaving.allCases)
  func inAStreamThatStands(leave: Leaving) throws {
    let gateway = try Gateway()
    let client = try gateway.connect(receiveBuffer: 4096)
    try client.send(Self.post)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
    _ = upstream.sendWhileTaken([UInt8](repeating: 0x61, count: 50_000_000), quietMilliseconds: 200)
    leave(client)
    #expect(upstream.isEnded(withinMilliseconds: 1000))
    Self.expectNothingLeft(gateway, ended: 1)
  }

  @Test(arguments: Leaving.allCases)
  func afterTheLastByte(leave: Leaving) throws {
    let gateway = try Gateway()
    // A request that cannot be read: the answer is sent and the connection lingers.
    let client = try gateway.connect()
    try client.send("GET /own HTTP/1.1\r\n\r\n")
    #expect(try client.readResponse().status == 400)
    leave(client)
    Self.expectNothingLeft(gateway, ended: 1)
    // And one that is complete: its upstream's connection is kept.
    let other = try gateway.connect()
    try other.send(Self.post)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    #expect(try other.readResponse().text == "ok")
    leave(other)
    Self.expectNothingLeft(gateway, ended: 2, connections: 1)
    #expect(!upstream.isEnded(withinMilliseconds: 50))
  }

  // Everything at once, many times: what is counted comes back to nothing.
  @Test func manyAtOnce() throws {
    let server = AnsweringUpstream()
    let gateway = try Gateway {
      $0.upstreamPorts = [server.port]
      $0.upstream.connections = 8
      $0.upstream.waiting = 64
    }
    for turn in 0..<400 {
      let client = try gateway.connect()
      let length = Self.post.utf8.count
      try client.send(String(Self.post.prefix(turn % (length + 1))))
      if turn % 3 == 0 { usleep(200) }
      Leaving.allCases[turn % 3](client)
    }
    #expect(gateway.settles { $0.isAtRest && $0.server?.connectionCount == 0 })
    #expect(gateway.settles { $0.pool.connectionCount == $0.pool.idleCount })
  }
}
