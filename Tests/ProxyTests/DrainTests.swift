import Glibc
import Proxy
import Synchronization
import Testing
import Transport

/// The order to stop, permits that end, and requests that wait.
@Suite(.timeLimit(.minutes(5))) struct DrainTests {
  private static let get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"

  private func drain(_ gateway: Gateway) -> Flag {
    let isDone = Flag()
    gateway.post { parts in
      let ledger = parts.ledger
      parts.server?.drain { isDone.raise(ledger.all.count) }
    }
    return isDone
  }

  final class Flag: Sendable {
    private let value = Mutex<Int?>(nil)
    /// How many exchanges had ended when it was raised.
    var count: Int? { value.withLock { $0 } }
    func raise(_ count: Int) { value.withLock { $0 = count } }
  }

  @Test func letsARequestUnderWayFinish() throws {
    let gateway = try Gateway()
    let idle = try gateway.connect()
    let client = try gateway.connect()
    try client.send(Self.get)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    #expect(gateway.settles { $0.server?.connectionCount == 2 })
    let isDone = drain(gateway)
    #expect(idle.isEnded(withinMilliseconds: 500))
    #expect(throws: RawFailure.self) { try gateway.connect() }
    #expect(isDone.count == nil)
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    let response = try client.readResponse()
    #expect(response.text == "ok" && response.value("connection") == "close")
    #expect(try client.readToEnd().isEmpty)
    client.close()
    #expect(gateway.settles { _ in isDone.count != nil })
    #expect(isDone.count == 1)
  }

  // A client cannot know that the connection is about to end: what it sends meanwhile is answered.
  @Test func anIdleConnectionMayBringALastRequest() throws {
    let gateway = try Gateway { $0.server.drainGrace = 500_000_000 }
    let (served, fresh, silent) = (try gateway.connect(), try gateway.connect(), try gateway.connect())
    try served.send("GET /own HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try served.readResponse().value("connection") == nil)
    #expect(gateway.settles { $0.server?.connectionCount == 3 })
    let isDone = drain(gateway)
    for client in [served, fresh] {
      try client.send("GET /own HTTP/1.1\r\nHost: a\r\n\r\n")
      let response = try client.readResponse()
      #expect(response.status == 200 && response.value("connection") == "close")
      #expect(try client.readToEnd().isEmpty)
    }
    #expect(isDone.count == nil)
    #expect(silent.isEnded(withinMilliseconds: 1500))
    served.close()
    fresh.close()
    #expect(gateway.settles { _ in isDone.count != nil })
  }

  // Its head went out before the order to stop and did not say close, so the client may send another request.
  @Test func aResponseThatHadBegunIsFollowedByALastRequest() throws {
    let gateway = try Gateway { $0.server.drainGrace = 2_000_000_000 }
    let client = try gateway.connect()
    try client.send(Self.get)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha")
    #expect(gateway.settles { parts in parts.server.map { $0.hasBegunResponse } ?? false })
    let isDone = drain(gateway)
    try upstream.send("lf")
    let response = try client.readResponse()
    #expect(response.text == "half" && response.value("connection") == nil)
    try client.send("GET /own HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readResponse().value("connection") == "close")
    #expect(try client.readToEnd().isEmpty)
    client.close()
    #expect(gateway.settles { _ in isDone.count != nil })
  }

  @Test func cutsWhatIsNotFinishedInTime() throws {
    let gateway = try Gateway { $0.server.drainTimeout = 200_000_000 }
    let client = try gateway.connect()
    try client.send(Self.get)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    let parked = try gateway.connect()
    try parked.send("GET /park HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(gateway.settles { Self.exchanges($0).count == 2 })
    let isDone = drain(gateway)
    #expect(client.isEnded(withinMilliseconds: 1000))
    #expect(parked.isEnded(withinMilliseconds: 1000))
    #expect(upstream.isEnded(withinMilliseconds: 100))
    #expect(gateway.settles { _ in isDone.count != nil })
    // The record of the last exchange stands before the server says that it is done.
    #expect(isDone.count == 2)
    #expect(gateway.ledger.all.map(\.end) == [.drained, .drained])
  }

  @Test func sendsWhatWasAnsweredBeforeItStops() throws {
    let gateway = try Gateway()
    let client = try gateway.connect(receiveBuffer: 4 * 1024)
    let body = [UInt8](repeating: 0x61, count: 8 * 1024 * 1024)
    try client.send("POST /own HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n")
    try client.send(body)
    #expect(gateway.settles { $0.ledger.all.count == 1 })
    _ = drain(gateway)
    #expect(try client.readResponse().body.count == body.count)
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func cutsAStreamWhenThePermitEnds() throws {
    let now = Int64(time(nil))
    let gateway = try Gateway {
      $0.expires = now + 2
      $0.interruption = Array("event: expired\n\n".utf8)
    }
    let client = try gateway.connect()
    try client.send(Self.get)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    try upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n")
    #expect(try client.readResponse().text == "abevent: expired\n\n")
    #expect(upstream.isEnded(withinMilliseconds: 100))
    #expect(Int64(time(nil)) - now <= 4)
    #expect(gateway.settles { $0.ledger.all.map(\.end) == [.expired] })
  }

  // Nanoseconds cannot count to the year 9999; a credential can.
  @Test(arguments: [253_402_300_799, Int64.max - 1, Int64.max])
  func servesUnderAPermitOfAnyLength(expires: Int64) throws {
    let gateway = try Gateway { $0.expires = expires }
    let client = try gateway.connect()
    try client.send(Self.get)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    #expect(try client.readResponse().text == "ok")
  }

  // A worker's answer for a request that is over finds another one in the same exchange.
  @Test func aLateMessageFindsNothing() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    try client.send("POST /park HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
    #expect(gateway.settles { Self.parked($0) != nil })
    let (token, id) = gateway.ask { Self.parked($0)! }
    client.close()
    #expect(gateway.settles { $0.server?.connectionCount == 0 })
    let second = try gateway.connect()
    try second.send("POST /park HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nho")
    #expect(gateway.settles { Self.parked($0) != nil })
    #expect(gateway.ask { $0.server?.loop.source(token) == nil })
    #expect(gateway.ask { Self.exchange($0)?.isServing(id) == false })
    gateway.post { Self.exchange($0)?.proceed(.collectBody) }
    let upstream = try gateway.upstream.accept()
    #expect(try upstream.readRequest().text == "ho")
  }

  private static func exchanges(_ parts: GatewayParts) -> [Exchange] {
    var found: [Exchange] = []
    parts.server?.visitConnections { if let exchange = $0.exchange { found.append(exchange) } }
    return found
  }

  private static func exchange(_ parts: GatewayParts) -> Exchange? { exchanges(parts).first }

  private static func parked(_ parts: GatewayParts) -> (SourceToken, RequestID)? {
    guard let exchange = exchange(parts), let token = exchange.downstream?.token else { return nil }
    return (token, exchange.requestID)
  }
}

extension Server {
  fileprivate var hasBegunResponse: Bool {
    var hasBegun = false
    visitConnections { if let status = $0.exchange?.status, status != 0 { hasBegun = true } }
    return hasBegun
  }
}
