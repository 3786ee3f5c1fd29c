import Proxy
import Testing

/// Several servers of one upstream: who gets which request.
@Suite(.timeLimit(.minutes(5))) struct BalanceTests {
  static func get(_ path: String = "/x") -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n" }
  static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

  @Test func sendsEachRequestWhereTheFewestAreUnderWay() throws {
    let servers = (ScriptedUpstream(), ScriptedUpstream())
    let gateway = try Gateway { $0.upstreamPorts = [servers.0.port, servers.1.port] }
    // Four requests that nobody answers: two each.
    let clients = try (0..<4).map { _ in try gateway.connect() }
    for (index, client) in clients.enumerated() {
      try client.send(Self.get())
      #expect(gateway.settles { $0.pool.requestCount == index + 1 })
    }
    let first = try (0..<2).map { _ in try servers.0.accept() }
    let second = try (0..<2).map { _ in try servers.1.accept() }
    #expect(servers.0.isQuiet(forMilliseconds: 50) && servers.1.isQuiet(forMilliseconds: 50))
    // The second server answers both of its: the next two are its own again, over the connections it has.
    for connection in second {
      _ = try connection.readRequest()
      try connection.send(Self.ok)
    }
    #expect(gateway.settles { $0.pool.requestCount == 2 })
    for _ in 0..<2 {
      try gateway.connectAndSend(Self.get("/next"))
      #expect(gateway.settles { $0.pool.requestCount >= 3 })
    }
    for connection in second { #expect(try connection.readRequest().startLine.contains("/next")) }
    #expect(first.count == 2 && servers.0.isQuiet(forMilliseconds: 50))
  }

  @Test func tiesFallToEachInTurn() throws {
    let servers = (0..<3).map { _ in AnsweringUpstream() }
    let gateway = try Gateway { $0.upstreamPorts = servers.map(\.port) }
    let client = try gateway.connect()
    for _ in 0..<60 {
      try client.send(Self.get())
      #expect(try client.readResponse().status == 200)
    }
    #expect(servers.map(\.requests) == [20, 20, 20])
    #expect(servers.map(\.connections) == [1, 1, 1])
  }

  @Test func eachServerHasAPathOfItsOwn() throws {
    let servers = (0..<2).map { _ in AnsweringUpstream() }
    let gateway = try Gateway {
      $0.upstreamPorts = servers.map(\.port)
      $0.prefixes = [servers[0].port: "/one", servers[1].port: "/two"]
    }
    let client = try gateway.connect()
    for _ in 0..<2 {
      try client.send(Self.get())
      _ = try client.readResponse()
    }
    #expect(servers[0].requestLines == ["GET /one/x HTTP/1.1"] && servers[1].requestLines == ["GET /two/x HTTP/1.1"])
  }

  // Idle connections to one server must not keep another from being reached, nor anybody in line for ever.
  @Test func anUnusedConnectionMakesRoomAtTheLimit() throws {
    let servers = (0..<2).map { _ in AnsweringUpstream() }
    let gateway = try Gateway {
      $0.upstreamPorts = servers.map(\.port)
      $0.upstream.connections = 1
    }
    let client = try gateway.connect()
    for _ in 0..<10 {
      try client.send(Self.get())
      #expect(try client.readResponse().status == 200)
      #expect(gateway.ask { $0.pool.connectionCount } == 1)
    }
    #expect(servers.map(\.requests) == [5, 5])
  }

  @Test func nobodyWaitsInLineForEver() throws {
    let gateway = try Gateway {
      $0.upstream.connections = 1
      $0.upstream.waitTimeout = 200_000_000
    }
    let (first, second) = (try gateway.connect(), try gateway.connect())
    try first.send(Self.get())
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    let start = monotonicMilliseconds()
    try second.send(Self.get())
    let answer = try second.readResponse()
    #expect(answer.status == 503 && answer.text == "too_busy")
    #expect((150...1500).contains(monotonicMilliseconds() - start))
    try upstream.send(Self.ok)
    #expect(try first.readResponse().text == "ok")
    #expect(gateway.settles { $0.isAtRest })
  }

  @Test func newAddressesAreUsedAndOldOnesEndWithTheirRequests() throws {
    let (old, new) = (ScriptedUpstream(), ScriptedUpstream())
    let gateway = try Gateway { $0.upstreamPorts = [old.port] }
    let (idle, busy) = (try gateway.connect(), try gateway.connect())
    try idle.send(Self.get())
    let unused = try old.accept()
    _ = try unused.readRequest()
    try busy.send(Self.get())
    let used = try old.accept()
    _ = try used.readRequest()
    try unused.send(Self.ok)
    _ = try idle.readResponse()
    let (port, settings) = (new.port, GatewaySettings())
    gateway.post { $0.pool.adopt([GatewayParts.place(port, settings)]) }
    #expect(unused.isEnded(withinMilliseconds: 1000))
    // The next request goes to the new address while the old one still answers.
    try idle.send(Self.get("/new"))
    let next = try new.accept()
    #expect(try next.readRequest().startLine.contains("/new"))
    try next.send(Self.ok)
    #expect(try idle.readResponse().text == "ok")
    #expect(!used.isEnded(withinMilliseconds: 50))
    try used.send(Self.ok)
    #expect(try busy.readResponse().text == "ok")
    #expect(used.isEnded(withinMilliseconds: 1000))
    // The same again changes nothing, and no address at all is an upstream that cannot be reached.
    gateway.post { $0.pool.adopt([]) }
    #expect(next.isEnded(withinMilliseconds: 1000))
    try idle.send(Self.get())
    #expect(try idle.readResponse().text == "unreachable")
    #expect(gateway.settles { $0.isAtRest && $0.pool.connectionCount == 0 })
  }

  @Test func anAddressThatStaysKeepsItsConnections() throws {
    let servers = (0..<2).map { _ in AnsweringUpstream() }
    let gateway = try Gateway { $0.upstreamPorts = [servers[0].port] }
    let client = try gateway.connect()
    try client.send(Self.get())
    _ = try client.readResponse()
    let (port, settings) = (servers[1].port, GatewaySettings())
    gateway.post { $0.pool.adopt($0.places + [GatewayParts.place(port, settings)]) }
    for _ in 0..<4 {
      try client.send(Self.get())
      _ = try client.readResponse()
    }
    #expect(servers.map(\.connections) == [1, 1] && servers.map(\.requests) == [3, 2])
  }
}
