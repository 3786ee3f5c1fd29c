import Proxy
import Testing

/// What changes under a running server: upstreams that are no longer configured, and limits.
@Suite(.timeLimit(.minutes(5))) struct ChangeTests {
  private static let get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
  private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

  @Test func aRetiredPoolClosesWhatNobodyUses() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send(Self.get)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    try upstream.send(Self.answer)
    #expect(try client.readResponse().text == "ok")
    #expect(!upstream.isEnded(withinMilliseconds: 50))
    gateway.post { $0.pool.retire() }
    #expect(upstream.isEnded(withinMilliseconds: 500))
    #expect(gateway.ask { $0.pool.connectionCount } == 0)
  }

  @Test func aRetiredPoolLetsARequestUnderWayFinish() throws {
    let gateway = try Gateway { $0.upstream.connections = 1 }
    let (first, second) = (try gateway.connect(), try gateway.connect())
    try first.send(Self.get)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    try second.send(Self.get)
    #expect(gateway.settles { $0.server?.connectionCount == 2 })
    gateway.post { $0.pool.retire() }
    #expect(!upstream.isEnded(withinMilliseconds: 50))
    try upstream.send(Self.answer)
    #expect(try first.readResponse().text == "ok")
    // The one in line has the connection next; after it nobody can come any more.
    _ = try upstream.readRequest()
    try upstream.send(Self.answer)
    #expect(try second.readResponse().text == "ok")
    #expect(upstream.isEnded(withinMilliseconds: 500))
  }

  @Test func newLimitsHoldForTheNextRequestOfAnOpenConnection() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    gateway.post { parts in
      var limits = ServerLimits()
      limits.bodyBytes = 4
      parts.server?.adopt(limits: limits, tls: nil)
    }
    #expect(gateway.ask { $0.server?.limits.bodyBytes } == 4)
    try client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
    #expect(try client.readResponse().status == 413)
  }
}
