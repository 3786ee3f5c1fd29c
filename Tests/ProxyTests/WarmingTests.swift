import Glibc
import Proxy
import Testing

/// Connections that are made before anybody needs them.
@Suite(.timeLimit(.minutes(5))) struct WarmingTests {
  private static let post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"

  private static func gateway(_ ports: [UInt16], _ change: (inout GatewaySettings) -> Void = { _ in }) throws -> Gateway
  {
    try Gateway {
      $0.upstreamPorts = ports
      $0.upstream.minimumIdle = 2
      change(&$0)
    }
  }

  @Test func keepsConnectionsReady() throws {
    let server = AnsweringUpstream()
    let gateway = try Self.gateway([server.port])
    #expect(gateway.settles { _ in server.connections == 2 })
    let client = try gateway.connect()
    try client.send(Self.post)
    #expect(try client.readResponse().status == 200)
    #expect(gateway.ask { $0.pool.connectionCount } <= 3)
    usleep(100_000)
    #expect(server.connections <= 3, "a connection that is there is used")
    #expect(gateway.settles { $0.isAtRest })
  }

  @Test func makesThemAgainAfterALoss() throws {
    let server = ScriptedUpstream()
    let gateway = try Self.gateway([server.port]) { $0.upstream.keepAliveTimeout = 100_000_000 }
    // Each is closed unused by its own time-out, which is no loss.
    for _ in 0..<6 { #expect(try server.accept().isEnded(withinMilliseconds: 1000)) }
    #expect(gateway.ask { $0.pool.connectionCount } <= 2)
  }

  @Test func doesNotStormAServerThatIsDownOrSlamsTheDoor() throws {
    let server = AnsweringUpstream()
    server.change { $0.slamsDoor = true }
    let gateway = try Self.gateway([server.port])
    #expect(gateway.settles { _ in server.connections > 0 })
    usleep(800_000)
    #expect(server.connections <= 2, "\(server.connections) within a second")
    let away = ScriptedUpstream()
    away.stop()
    let other = try Self.gateway([away.port])
    usleep(200_000)
    #expect(other.ask { $0.pool.connectionCount } == 0)
  }

  @Test func makesNoneBeyondTheLimit() throws {
    let server = AnsweringUpstream()
    let gateway = try Self.gateway([server.port]) { $0.upstream.connections = 1 }
    usleep(200_000)
    #expect(server.connections == 1 && gateway.ask { $0.pool.connectionCount } == 1)
  }

  // The server closes what it finds unused just as it is used: what only reads is sent again, also to the only server.
  @Test func aConnectionClosedBeforeItsFirstUseCostsNoRead() throws {
    let server = ScriptedUpstream()
    let gateway = try Self.gateway([server.port]) { $0.upstream.minimumIdle = 1 }
    let warm = try server.accept()
    #expect(gateway.settles { $0.pool.idleCount == 1 })
    let client = try gateway.connect()
    try client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
    _ = try warm.readRequest()
    warm.close()
    let next = try server.accept()
    _ = try next.readRequest()
    try next.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    #expect(try client.readResponse().text == "ok")
  }
}
