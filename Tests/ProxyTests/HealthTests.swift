import Glibc
import Proxy
import Testing

/// Servers that fail are left out, and come back.
@Suite(.timeLimit(.minutes(5))) struct HealthTests {
  private static let get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
  private static let post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"

  private static func ask(_ gateway: Gateway, _ request: String = post) throws -> Int {
    let client = try gateway.connect()
    try client.send(request)
    return try client.readResponse().status
  }

  private static func gateway(
    _ servers: [AnsweringUpstream], _ change: (inout GatewaySettings) -> Void = { _ in }
  ) throws -> Gateway {
    try Gateway {
      $0.upstreamPorts = servers.map(\.port)
      $0.plan.ejection?.failures = 3
      $0.plan.ejection?.time = 300_000_000
      change(&$0)
    }
  }

  @Test(arguments: ["status", "hang up", "refuse"])
  func leavesOutAServerThatFailsInARow(manner: String) throws {
    let servers = (0..<2).map { _ in AnsweringUpstream() }
    switch manner {
    case "status": servers[0].change { $0.status = 503 }
    case "hang up": servers[0].change { $0.hangsUp = true }
    default: servers[0].stop()
    }
    let gateway = try Self.gateway(servers)
    // Every other request goes there, until three have failed.
    let statuses = try (0..<20).map { _ in try Self.ask(gateway) }
    let failed = statuses.filter { $0 != 200 }.count
    // What was refused a connection was not sent, and is tried elsewhere.
    #expect(failed == (manner == "refuse" ? 0 : 3), "\(statuses)")
    #expect(gateway.ask { $0.places.map(\.isHealthy) } == [false, true])
    #expect(gateway.ask { $0.places[0].ejections } == 1)
  }

  @Test func statusesAreConfigurable() throws {
    let servers = (0..<2).map { _ in AnsweringUpstream() }
    for server in servers { server.change { $0.status = 500 } }
    let gateway = try Self.gateway(servers) { $0.plan.ejection?.statuses = [500] }
    for _ in 0..<8 { #expect(try Self.ask(gateway) == 500) }
    #expect(gateway.ask { $0.places.map(\.ejections).reduce(0, +) } == 1)
    let other = try Self.gateway(servers)
    for _ in 0..<8 { #expect(try Self.ask(other) == 500) }
    #expect(other.ask { $0.places.allSatisfy(\.isHealthy) })
  }

  @Test func oneSuccessBetweenFailuresForgivesThem() throws {
    let servers = (0..<2).map { _ in AnsweringUpstream() }
    let gateway = try Self.gateway(servers)
    for turn in 0..<12 {
      servers[0].change { $0.status = turn % 3 == 0 ? 200 : 503 }
      _ = try [Self.ask(gateway), Self.ask(gateway)]
    }
    #expect(gateway.ask { $0.places.allSatisfy { $0.ejections == 0 } })
  }

  @Test func comesBackAndIsLeftOutLongerIfItFailsAgain() throws {
    let servers = (0..<2).map { _ in AnsweringUpstream() }
    servers[0].change { $0.status = 503 }
    let gateway = try Self.gateway(servers)
    for _ in 0..<6 { _ = try Self.ask(gateway) }
    #expect(gateway.ask { $0.places[0].ejectingLoops } == 1)
    #expect(gateway.settles { $0.places[0].isHealthy })
    // On probation: one failure is enough, and it lasts twice as long.
    let before = servers[0].requests
    _ = try [Self.ask(gateway), Self.ask(gateway)]
    #expect(servers[0].requests == before + 1)
    let start = monotonicMilliseconds()
    #expect(gateway.ask { $0.places[0].ejections } == 2)
    #expect(gateway.settles { $0.places[0].isHealthy })
    #expect((500...1500).contains(monotonicMilliseconds() - start), "\(monotonicMilliseconds() - start)")
    servers[0].change { $0.status = 200 }
    for _ in 0..<6 { #expect(try Self.ask(gateway) == 200) }
    #expect(gateway.ask { $0.places[0].isHealthy })
  }

  @Test func neverLeavesOutMoreThanTheShare() throws {
    let servers = (0..<4).map { _ in AnsweringUpstream() }
    for server in servers { server.change { $0.status = 503 } }
    let gateway = try Self.gateway(servers) { $0.plan.ejection?.time = 60_000_000_000 }
    for _ in 0..<40 { #expect(try Self.ask(gateway) == 503) }
    #expect(gateway.ask { $0.places.filter { !$0.isHealthy }.count } == 2)
    #expect(servers.map(\.requests).reduce(0, +) == 40)
    // An only server is none to choose from.
    let only = AnsweringUpstream()
    only.change { $0.status = 503 }
    let single = try Self.gateway([only])
    for _ in 0..<10 { #expect(try Self.ask(single) == 503) }
    #expect(single.ask { $0.places[0].isHealthy } && only.requests == 10)
  }

  @Test func usesAllWhereAllAreLeftOut() throws {
    let servers = (0..<2).map { _ in AnsweringUpstream() }
    for server in servers { server.change { $0.status = 503 } }
    let gateway = try Self.gateway(servers) {
      $0.plan.ejection?.maximumShare = 100
      $0.plan.ejection?.time = 60_000_000_000
    }
    for _ in 0..<10 { _ = try Self.ask(gateway) }
    #expect(gateway.ask { $0.places.allSatisfy { !$0.isHealthy } })
    for server in servers { server.change { $0.status = 200 } }
    for _ in 0..<4 { #expect(try Self.ask(gateway) == 200) }
  }

  // MARK: Active checks

  private static func checked(_ servers: [AnsweringUpstream]) throws -> Gateway {
    try gateway(servers) {
      var check = HealthCheck(path: Array("/health".utf8))
      check.interval = 60_000_000
      check.timeout = 100_000_000
      $0.plan.check = check
    }
  }

  @Test(arguments: ["status", "silent", "refuse"])
  func asksServersHowTheyAre(manner: String) throws {
    let servers = (0..<2).map { _ in AnsweringUpstream() }
    let gateway = try Self.checked(servers)
    #expect(gateway.settles { _ in servers.allSatisfy { $0.checks > 2 } })
    #expect(gateway.ask { $0.places.allSatisfy(\.isHealthy) })
    #expect(servers[0].requestLines.allSatisfy { $0 == "GET /health HTTP/1.1" })
    switch manner {
    case "status": servers[0].change { $0.health = 500 }
    case "silent": servers[0].change { $0.health = nil }
    default: servers[0].stop()
    }
    #expect(gateway.settles { $0.places[0].failsChecks })
    #expect(gateway.settles { $0.pool.usableServers == 1 })
    let before = servers[0].requests
    for _ in 0..<6 { #expect(try Self.ask(gateway) == 200) }
    #expect(servers[0].requests == before && servers[1].requests == 6)
    if manner == "refuse" { return }
    servers[0].change { $0.health = 204 }
    #expect(gateway.settles { $0.pool.usableServers == 2 })
    for _ in 0..<6 { #expect(try Self.ask(gateway) == 200) }
    #expect(servers[0].requests == before + 3)
  }

  @Test func usesAllWhereAllChecksFail() throws {
    let servers = (0..<2).map { _ in AnsweringUpstream() }
    for server in servers { server.change { $0.health = 404 } }
    let gateway = try Self.checked(servers)
    #expect(gateway.settles { $0.pool.usableServers == 0 })
    for _ in 0..<4 { #expect(try Self.ask(gateway) == 200) }
  }

  @Test func checksLeaveNoConnectionBehind() throws {
    let server = AnsweringUpstream()
    server.change { $0.health = nil }
    let gateway = try Self.checked([server])
    #expect(gateway.settles { $0.places[0].failsChecks })
    #expect(gateway.ask { $0.pool.connectionCount } == 0)
    // The listener, and at most the check under way.
    #expect(gateway.ask { $0.sourceCount } <= 2)
  }
}
