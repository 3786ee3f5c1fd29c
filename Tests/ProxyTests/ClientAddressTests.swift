import Glibc
import HTTP
import Policy
import Proxy
import Testing
import Transport

/// Whom a request comes from; abuse case 8: nobody chooses their own address.
@Suite(.timeLimit(.minutes(1))) struct ClientAddressTests {
  private static func trusting(_ networks: String...) throws -> TrustedProxies {
    TrustedProxies(try networks.map { try Network(parsing: $0) })
  }

  private func ask(_ client: RawConnection, _ headers: String = "") throws -> Message {
    try client.send("GET /client HTTP/1.1\r\nHost: a\r\n\(headers)\r\n")
    return try client.readResponse()
  }

  private func forwarded(_ lines: String...) -> String { lines.map { "X-Forwarded-For: \($0)\r\n" }.joined() }

  @Test func believesNoStranger() throws {
    let gateway = try Gateway { $0.server.trustedProxies = try! Self.trusting("192.0.2.0/24") }
    let client = try gateway.connect()
    for line in [forwarded("10.0.0.1"), forwarded("garbage"), "Forwarded: for=10.0.0.1\r\n", "X-Real-IP: 10.0.0.1\r\n"]
    {
      #expect(try ask(client, line).text == "127.0.0.1")
    }
  }

  @Test func believesATrustedProxyUpToItsOwnNeighbour() throws {
    let gateway = try Gateway {
      $0.server.trustedProxies = try! Self.trusting("127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48")
    }
    let client = try gateway.connect()
    let cases = [
      (forwarded("203.0.113.9"), "203.0.113.9"),
      // What the client itself sent stands left of what the proxy added, and says nothing.
      (forwarded("198.51.100.1, 203.0.113.9"), "203.0.113.9"),
      (forwarded("garbage, 203.0.113.9"), "203.0.113.9"),
      (forwarded("10.0.0.1, 203.0.113.9, 10.0.0.2"), "203.0.113.9"),
      (forwarded("198.51.100.1", "203.0.113.9", "10.0.0.2,10.0.0.3"), "203.0.113.9"),
      (forwarded("10.0.0.1, 10.0.0.2"), "10.0.0.1"),
      (forwarded("203.0.113.9:4711"), "203.0.113.9"), (forwarded("2001:db8::5"), "2001:db8::5"),
      (forwarded("[2001:db8::5]:443, [2001:db8:1::1]"), "2001:db8::5"),
      (forwarded("::ffff:203.0.113.9, ::ffff:10.0.0.1"), "203.0.113.9"),
      ("x-forwarded-for:203.0.113.9\t\r\nX_Forwarded_For: 1.1.1.1\r\nX-Forwarded: 1.1.1.1\r\n", "203.0.113.9"),
    ]
    for (lines, address) in cases { #expect(try ask(client, lines).text == address, "\(lines)") }
    // The next request of the connection is somebody else's.
    #expect(try ask(client).text == "unknown")
  }

  @Test(arguments: [
    "", ",", "203.0.113.9,", "unknown", "203.0.113.9, unknown", "_hidden", "203.0.113.9 10.0.0.1", "203.0.113.9:",
    "203.0.113.9:x", "203.0.113.9:123456", "[203.0.113.9]", "[::1", "::1]", "[::1]x", "\"203.0.113.9\"",
    "203.0.113.256",
    "fe80::1%1",
  ])
  func refusesWhatATrustedProxyCannotMean(value: String) throws {
    let gateway = try Gateway { $0.server.trustedProxies = try! Self.trusting("127.0.0.1") }
    let client = try gateway.connect()
    let response = try ask(client, forwarded(value))
    #expect(response.status == 400 && response.text.contains("X-Forwarded-For"), "\(response.text)")
    #expect(try client.readToEnd().isEmpty)
  }

  // MARK: The PROXY protocol

  private static func header(_ address: [UInt8], command: UInt8 = 0x21) -> [UInt8] {
    let body = address + (address.count == 4 ? [127, 0, 0, 1] : [UInt8](repeating: 0, count: 16)) + [0, 1, 0, 2]
    return [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]
      + [command, address.count == 4 ? 0x11 : 0x21, 0, UInt8(body.count)] + body
  }

  private func proxied(_ change: (inout GatewaySettings) -> Void = { _ in }) throws -> Gateway {
    try Gateway {
      $0.isProxied = true
      $0.server.trustedProxies = try! Self.trusting("127.0.0.1")
      change(&$0)
    }
  }

  @Test func takesTheAddressThatTheProxySays() throws {
    let gateway = try proxied()
    let client = try gateway.connect()
    try client.send(Self.header([203, 0, 113, 9]))
    #expect(try ask(client, forwarded("1.1.1.1")).text == "203.0.113.9")
    // In pieces, and with the request behind it at once.
    let slow = try gateway.connect()
    let header = Self.header([0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [5])
    for byte in header.dropLast() {
      try slow.send([byte])
      _ = gateway.ask { _ in 0 }
    }
    try slow.send([header[header.count - 1]] + Array("GET /client HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
    #expect(try slow.readResponse().text == "2001:db8::5")
    #expect(try ask(slow).text == "2001:db8::5")
    let health = try gateway.connect()
    try health.send(Self.header([203, 0, 113, 9], command: 0x20))
    #expect(try ask(health, forwarded("203.0.113.8")).text == "203.0.113.8")
  }

  @Test func servesNobodyWithoutTheHeader() throws {
    let gateway = try proxied { $0.server.headTimeout = 200_000_000 }
    let plain = try gateway.connect()
    try plain.send("GET /client HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try plain.readToEnd().isEmpty)
    let silent = try gateway.connect()
    #expect(silent.isEnded(withinMilliseconds: 1500))
    let half = try gateway.connect()
    try half.send(Array(Self.header([203, 0, 113, 9]).dropLast()))
    half.finishSending()
    #expect(try half.readToEnd().isEmpty)
    #expect(
      gateway.settles {
        $0.server?.refusedConnections(.malformedProxyHeader) == 1
          && $0.server?.refusedConnections(.missingProxyHeader) == 2 && $0.server?.connectionCount == 0
      })
    #expect(gateway.ledger.all.isEmpty)
  }

  @Test func believesNoHeaderOfAStranger() throws {
    let gateway = try proxied { $0.server.trustedProxies = try! Self.trusting("192.0.2.1") }
    let client = try gateway.connect()
    try client.send(Self.header([203, 0, 113, 9]))
    #expect(try client.readToEnd().isEmpty)
    #expect(gateway.settles { $0.server?.refusedConnections(.untrustedProxy) == 1 })
  }

  @Test func countsConnectionsByTheAddressThatTheProxySays() throws {
    let gateway = try proxied { $0.server.connectionsPerAddress = 1 }
    func connect(_ address: [UInt8]) throws -> (RawConnection, Int) {
      let client = try gateway.connect()
      try client.send(Self.header(address))
      return (client, try ask(client).status)
    }
    let host: [UInt8] = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 1]
    let mapped = [UInt8](repeating: 0, count: 10) + [0xff, 0xff, 203, 0, 113, 9]
    let results = [
      try connect([203, 0, 113, 9]), try connect([203, 0, 113, 8]), try connect(mapped),
      try connect(host + [UInt8](repeating: 0, count: 8)), try connect(host + [UInt8](repeating: 7, count: 8)),
      try connect([0x20, 1, 0xd, 0xb8, 0, 0, 0, 2] + [UInt8](repeating: 0, count: 8)),
    ]
    #expect(results.map(\.1) == [200, 200, 429, 200, 429, 200])
  }

  @Test func connectionsThatWaitForTheirHeaderCount() throws {
    let gateway = try proxied { $0.server.connections = 1 }
    let waiting = try gateway.connect()
    #expect(gateway.settles { $0.server?.connectionCount == 1 })
    #expect(try gateway.connect().readResponse().status == 503)
    waiting.close()
    #expect(gateway.settles { $0.server?.connectionCount == 0 })
    let client = try gateway.connect()
    try client.send(Self.header([203, 0, 113, 9]))
    #expect(try ask(client).text == "203.0.113.9")
  }

  @Test func aStopWaitsForNoHeader() throws {
    let gateway = try proxied()
    let waiting = try gateway.connect()
    #expect(gateway.settles { $0.server?.connectionCount == 1 })
    gateway.post { $0.server?.drain {} }
    #expect(waiting.isEnded(withinMilliseconds: 1000))
    #expect(gateway.settles { $0.server?.connectionCount == 0 })
  }
}
