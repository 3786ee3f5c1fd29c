import Glibc
import HTTP
import Proxy
import Testing

/// Who is slow makes the other wait, and nobody makes the gateway hold more than its limits.
@Suite(.timeLimit(.minutes(5))) struct PressureTests {
  private static let get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"

  @Test func holdsNoMoreOfAResponseThanTheLimit() throws {
    let gateway = try Gateway { $0.server.outboundBytes = 64 * 1024 }
    let client = try gateway.connect(receiveBuffer: 16 * 1024)
    try client.send(Self.get)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    let size = 24 * 1024 * 1024
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
    let pattern = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    var content: [UInt8] = []
    while content.count < size { content += pattern[..<min(pattern.count, size - content.count)] }
    var sent = upstream.sendWhileTaken(content, quietMilliseconds: 200)
    #expect(sent < size, "the upstream must be made to wait")
    #expect(gateway.ask { $0.server?.bufferBytes ?? 0 } < 1024 * 1024)
    _ = try client.read(through: "\r\n\r\n")
    var received: [UInt8] = []
    while received.count < size {
      received += try client.read(min(256 * 1024, size - received.count))
      if sent < size {
        sent += upstream.sendWhileTaken(Array(content[sent...].prefix(1024 * 1024)), quietMilliseconds: 0)
      }
    }
    #expect(received == content)
  }

  // The upstream has sent everything and closed while it was not being read: its last bytes are still to be had. How
  // much fits into the kernel's buffers before the gateway stops reading is the kernel's affair, hence the sizes.
  @Test(arguments: [true, false])
  func losesNothingOfAnUpstreamThatClosedWhileItWaited(saysLength: Bool) throws {
    let gateway = try Gateway { $0.server.outboundBytes = 16 * 1024 }
    for size in stride(from: 100_000, through: 4_000_000, by: 100_000) {
      let client = try gateway.connect(receiveBuffer: 4 * 1024)
      try client.send(Self.get)
      let upstream = try gateway.upstream.accept()
      _ = try upstream.readRequest()
      let field = saysLength ? "Content-Length: \(size)\r\n" : ""
      try upstream.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\(field)\r\n")
      let content = [UInt8](repeating: 0x61, count: size)
      let isSent = upstream.sendWhileTaken(content, quietMilliseconds: 10) == size
      upstream.close()
      usleep(5_000)
      if !isSent { return }
      #expect(try client.readResponse().body.count == size)
    }
  }

  @Test func isNotTheUpstreamsFaultWhenTheClientIsSlow() throws {
    let gateway = try Gateway {
      $0.server.outboundBytes = 64 * 1024
      $0.upstream.idleTimeout = 150_000_000
    }
    let client = try gateway.connect(receiveBuffer: 16 * 1024)
    try client.send(Self.get)
    let upstream = try gateway.upstream.accept()
    _ = try upstream.readRequest()
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n")
    let content = [UInt8](repeating: 0x61, count: 20_000_000)
    var sent = upstream.sendWhileTaken(content, quietMilliseconds: 100)
    usleep(400_000)
    _ = try client.read(through: "\r\n\r\n")
    var received = 0
    while received < content.count {
      received += try client.read(min(256 * 1024, content.count - received)).count
      if sent < content.count {
        sent += upstream.sendWhileTaken(Array(content[sent...].prefix(1024 * 1024)), quietMilliseconds: 0)
      }
    }
    #expect(received == content.count)
  }

  // Requests without end and nobody who reads the answers.
  @Test func stopsReadingAClientThatTakesNoAnswers() throws {
    let gateway = try Gateway { $0.server.outboundBytes = 64 * 1024 }
    let client = try gateway.connect(receiveBuffer: 4 * 1024)
    let request = Array("GET /stranger HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    let many = Array(repeatElement(request, count: 400_000).joined())
    let sent = client.sendWhileTaken(many, quietMilliseconds: 300)
    #expect(sent < many.count, "the client must be made to wait")
    #expect(gateway.ask { $0.server?.bufferBytes ?? 0 } < 1024 * 1024)
    let answered = gateway.ask { $0.ledger.all.count }
    #expect(answered < sent / request.count / 2)
    // Once it reads, it is served on.
    for _ in 0..<2 * answered { #expect(try client.readResponse().status == 401) }
  }

  @Test func endsAClientThatTakesNoAnswersForTooLong() throws {
    let gateway = try Gateway {
      $0.server.outboundBytes = 64 * 1024
      $0.server.sendTimeout = 200_000_000
    }
    let client = try gateway.connect(receiveBuffer: 4 * 1024)
    let request = Array("GET /stranger HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    _ = client.sendWhileTaken(Array(repeatElement(request, count: 400_000).joined()), quietMilliseconds: 100)
    #expect(gateway.settles { $0.server?.connectionCount == 0 })
  }

  // The response is complete, the connection idle: what waits for the client still gets its time.
  @Test func givesASlowClientTimeForTheEndOfAResponse() throws {
    let gateway = try Gateway { $0.server.outboundBytes = 16 * 1024 * 1024 }
    let client = try gateway.connect(receiveBuffer: 4 * 1024)
    let body = [UInt8](repeating: 0x61, count: 10 * 1024 * 1024)
    try client.send("POST /own HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n")
    try client.send(body)
    usleep(1_500_000)
    #expect(try client.readResponse().body.count == body.count)
    try client.send("GET /own HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.readResponse().status == 200)
  }

  @Test func givesLargeBuffersBack() throws {
    let gateway = try Gateway()
    let client = try gateway.connect()
    let size = 4 * 1024 * 1024
    try client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
    try client.send([UInt8](repeating: 0x61, count: size))
    let upstream = try gateway.upstream.accept()
    #expect(try upstream.readRequest().body.count == size)
    try upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    #expect(try client.readResponse().text == "ok")
    #expect(gateway.settles { $0.server?.bufferBytes ?? 0 <= 64 * 1024 })
  }
}
