import Glibc
import Proxy
import Testing

/// What is sent again, where, and how often.
@Suite(.timeLimit(.minutes(5))) struct RetryTests {
  private static let get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
  private static let post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"

  private static func ask(_ gateway: Gateway, _ request: String) throws -> Message {
    let client = try gateway.connect()
    try client.send(request)
    return try client.readResponse()
  }

  private static func gateway(_ ports: [UInt16], _ change: (inout GatewaySettings) -> Void = { _ in }) throws -> Gateway
  {
    try Gateway {
      $0.upstreamPorts = ports
      $0.plan.ejection = nil
      change(&$0)
    }
  }

  @Test func whatWasNotSentIsTriedElsewhere() throws {
    let (away, server) = (ScriptedUpstream(), AnsweringUpstream())
    away.stop()
    let gateway = try Self.gateway([away.port, server.port]) { $0.plan.retries.floor = 100 }
    for _ in 0..<10 {
      for request in [Self.get, Self.post] { #expect(try Self.ask(gateway, request).status == 200) }
    }
    #expect(server.requests == 20)
    #expect(gateway.ask { $0.pool.plan.tally.retries } == 10)
  }

  @Test func whatMayHaveBeenReadIsSentAgainOnlyIfItReads() throws {
    let servers = (AnsweringUpstream(), AnsweringUpstream())
    servers.0.change { $0.hangsUp = true }
    let gateway = try Self.gateway([servers.0.port, servers.1.port]) { $0.plan.retries.floor = 100 }
    let read = try (0..<10).map { _ in try Self.ask(gateway, Self.get).status }
    #expect(read.allSatisfy { $0 == 200 })
    #expect(servers.0.requests == 5 && servers.1.requests == 10)
    let written = try (0..<10).map { _ in try Self.ask(gateway, Self.post).status }
    #expect(written.filter { $0 == 502 }.count == 5, "\(written)")
    #expect(servers.0.requests + servers.1.requests == 25, "no writing request was sent twice")
  }

  @Test(arguments: ["HTTP/1.1 200 O", "H"])
  func nothingIsSentAgainOnceAnAnswerBegan(begun: String) throws {
    let servers = (ScriptedUpstream(), ScriptedUpstream())
    let gateway = try Self.gateway([servers.0.port, servers.1.port])
    let client = try gateway.connect()
    try client.send(Self.get)
    let isFirst = servers.1.isQuiet(forMilliseconds: 100)
    let upstream = try (isFirst ? servers.0 : servers.1).accept()
    _ = try upstream.readRequest()
    try upstream.send(begun)
    upstream.close()
    #expect(try client.readResponse().text == "closed")
    #expect(servers.0.isQuiet(forMilliseconds: 50) && servers.1.isQuiet(forMilliseconds: 50))
  }

  @Test func aSilentServerIsNotTradedForAnother() throws {
    let servers = (ScriptedUpstream(), ScriptedUpstream())
    let gateway = try Self.gateway([servers.0.port, servers.1.port]) { $0.upstream.firstByteTimeout = 100_000_000 }
    #expect(try Self.ask(gateway, Self.get).text == "first_byte_timeout")
    let isFirst = servers.1.isQuiet(forMilliseconds: 50)
    _ = try (isFirst ? servers.0 : servers.1).accept()
    #expect(servers.0.isQuiet(forMilliseconds: 50) && servers.1.isQuiet(forMilliseconds: 50))
  }

  @Test func retriesAreBoundedByTheBudget() throws {
    // Every server hangs up, so that each request would be tried three times.
    let servers = (0..<3).map { _ in AnsweringUpstream() }
    for server in servers { server.change { $0.hangsUp = true } }
    let gateway = try Self.gateway(servers.map(\.port)) {
      $0.plan.retries.percent = 20
      $0.plan.retries.floor = 0
    }
    for _ in 0..<100 { #expect(try Self.ask(gateway, Self.get).status == 502) }
    let sent = servers.map(\.requests).reduce(0, +)
    #expect(sent == 120, "100 requests and a fifth again, not \(sent)")
    let tally = gateway.ask { $0.pool.plan.tally }
    #expect(tally.retries == 20 && tally.refusedRetries > 0)
  }

  @Test func aFewRetriesAreAlwaysAllowed() throws {
    let servers = (0..<2).map { _ in AnsweringUpstream() }
    for server in servers { server.change { $0.hangsUp = true } }
    let gateway = try Self.gateway(servers.map(\.port)) {
      $0.plan.retries.percent = 0
      $0.plan.retries.floor = 2
      $0.plan.retries.attempts = 2
    }
    for _ in 0..<10 { #expect(try Self.ask(gateway, Self.get).status == 502) }
    let first = gateway.ask { $0.pool.plan.tally.retries }
    #expect((2...4).contains(first), "two, and two more where a second had passed: \(first)")
    #expect(gateway.ask { $0.pool.plan.tally.refusedRetries } == 10 - first)
    usleep(1_200_000)
    for _ in 0..<10 { _ = try Self.ask(gateway, Self.get) }
    #expect(gateway.ask { $0.pool.plan.tally.retries } > first)
  }

  @Test func oneAttemptIsNoRetry() throws {
    let (away, server) = (ScriptedUpstream(), AnsweringUpstream())
    away.stop()
    let gateway = try Self.gateway([away.port, server.port]) { $0.plan.retries.attempts = 1 }
    let statuses = try (0..<6).map { _ in try Self.ask(gateway, Self.get).status }
    #expect(statuses.filter { $0 == 502 }.count == 3, "\(statuses)")
  }

  // A server that takes no connection for a while is not one to wait for twice.
  @Test func aConnectTimeoutIsTriedElsewhere() throws {
    let (full, server) = (FullListener(), AnsweringUpstream())
    let gateway = try Self.gateway([full.port, server.port]) { $0.upstream.connectTimeout = 200_000_000 }
    for _ in 0..<4 { #expect(try Self.ask(gateway, Self.post).status == 200) }
    let alone = try Self.gateway([full.port]) { $0.upstream.connectTimeout = 200_000_000 }
    let start = monotonicMilliseconds()
    let answer = try Self.ask(alone, Self.post)
    #expect(answer.status == 504 && answer.text == "connect_timeout")
    #expect((150...1000).contains(monotonicMilliseconds() - start))
    #expect(alone.settles { $0.isAtRest && $0.pool.connectionCount == 0 })
  }
}

/// A listener whose queue is full: the kernel answers no further connection attempt.
final class FullListener {
  let port: UInt16
  private let listener: Int32
  private var waiting: [RawConnection] = []

  init() {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let descriptor = listener
    _ = withLocalAddress(0) { bind(descriptor, $0, $1) }
    listen(listener, 0)
    port = localPort(listener)
    if let first = try? RawConnection.connect(port: port) { waiting.append(first) }
  }

  deinit { close(listener) }
}
