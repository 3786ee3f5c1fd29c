import Bytes
import Glibc
import Testing

@testable import Transport

/// Channels over real sockets, in the clear and under TLS.
@Suite(.timeLimit(.minutes(2))) struct ChannelTests {
  private func pair(tls: Bool) throws -> ChannelPair {
    guard tls else { return try ChannelPair() }
    signal(SIGPIPE, SIG_IGN)
    return try ChannelPair(
      serverTLS: TestCertificate.server("good"),
      clientTLS: TLSContext(trusting: TestCertificate.file("good.pem")))
  }

  @Test(arguments: [false, true])
  func movesFiftyMegabytesToASlowReader(tls: Bool) throws {
    let pair = try pair(tls: tls)
    let server = try #require(pair.server)
    let size = 50 * 1024 * 1024
    server.pauseEvery = 1024 * 1024
    pair.client.left = size
    pair.client.endsAfterSending = true
    pair.client.sendMore()
    #expect(pair.turn(seconds: 60) { server.received == size && !server.peerEnds.isEmpty })
    #expect(server.isIntact)
    #expect(server.pauses >= 20)
    #expect(server.peerEnds == [size])
    #expect(pair.client.mostBuffered <= 4 * TestChannel.limit)
    #expect(server.mostBuffered <= 1024 * 1024)
    #expect(pair.client.outbound.allocatedBytes == 0)
  }

  @Test(arguments: [false, true])
  func movesBytesBothWaysAtOnce(tls: Bool) throws {
    let pair = try pair(tls: tls)
    let server = try #require(pair.server)
    for channel in [pair.client, server] {
      channel.left = 5_000_000
      channel.pauseEvery = 500_000
      channel.sendMore()
    }
    #expect(pair.turn { server.received == 5_000_000 && pair.client.received == 5_000_000 })
    #expect(server.isIntact && pair.client.isIntact)
  }

  // The end arrives while nobody reads: it is told once, behind all bytes.
  @Test(arguments: [false, true])
  func tellsTheEndBehindAllBytesThoughReadingPaused(tls: Bool) throws {
    let pair = try pair(tls: tls)
    let server = try #require(pair.server)
    #expect(pair.turn { server.outbound.isEmpty })
    server.pauseReading()
    pair.client.left = 20_000
    pair.client.endsAfterSending = true
    pair.client.sendMore()
    for _ in 0..<10 { pair.loop.turn(maximumSleep: 10) }
    #expect(server.received == 0 && server.peerEnds.isEmpty)
    server.resumeReading()
    #expect(pair.turn(seconds: 2) { !server.peerEnds.isEmpty })
    #expect(server.peerEnds == [20_000])
    #expect(server.isIntact)
    // The other direction is still open.
    server.left = 1000
    server.sendMore()
    #expect(pair.turn(seconds: 2) { pair.client.received == 1000 })
  }

  // With TLS, bytes may wait inside OpenSSL while the socket says nothing.
  @Test(arguments: [false, true])
  func readsOnWhereTheSocketIsQuiet(tls: Bool) throws {
    let pair = try pair(tls: tls)
    let server = try #require(pair.server)
    for round in 1...50 {
      server.pauseEvery = 1
      pair.client.left = 40_000
      pair.client.sendMore()
      #expect(pair.turn(seconds: 3) { server.received == round * 40_000 }, "round \(round)")
    }
  }

  @Test(arguments: [false, true])
  func closesOnceWhereThePeerIsGone(tls: Bool) throws {
    let pair = try pair(tls: tls)
    let server = try #require(pair.server)
    pair.client.left = 100
    pair.client.sendMore()
    #expect(pair.turn { server.received == 100 })
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(pair.client.descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    pair.client.close(.failed(ECONNABORTED))
    #expect(pair.turn(seconds: 2) { server.isClosed })
    server.close()
    // A reset is a reset, also where TLS stood.
    #expect(server.ends == [.failed(ECONNRESET)])
    #expect(pair.client.ends == [.failed(ECONNABORTED)])
    #expect(pair.loop.source(server.token) == nil)
  }

  @Test func saysWhyAConnectionCouldNotBeMade() throws {
    let loop = EventLoop(index: 0, mailbox: LoopMailbox())
    let descriptor = try Sockets.listen(on: .internet(.loopback, port: 0)).get()
    let port = localPort(descriptor)
    Kernel.close(descriptor)
    let connecting = try loop.connect(to: .internet(.loopback, port: port)).get()
    let channel = try #require(TestChannel(loop: loop, descriptor: connecting, isConnecting: true, tls: nil))
    for _ in 0..<20 where !channel.isClosed { loop.turn(maximumSleep: 50) }
    #expect(channel.ends == [.failed(ECONNREFUSED)])
    #expect(loop.sourceCount == 0)
  }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func provesItsNameToTheClient(host: String) throws {
    let pair = try ChannelPair(
      serverTLS: TestCertificate.server("good"),
      clientTLS: TLSContext(trusting: TestCertificate.file("good.pem")), host: host)
    pair.client.left = 10
    pair.client.sendMore()
    #expect(pair.turn(seconds: 2) { pair.server?.received == 10 })
  }

  @Test(arguments: [("good", "example.org"), ("good", "127.0.0.2"), ("other", "localhost")])
  func refusesAServerThatCannotProveIts(trusted: String, host: String) throws {
    signal(SIGPIPE, SIG_IGN)
    let pair = try ChannelPair(
      serverTLS: TestCertificate.server("good"),
      clientTLS: TLSContext(trusting: TestCertificate.file("\(trusted).pem")), host: host)
    pair.client.left = 10
    pair.client.sendMore()
    #expect(pair.turn(seconds: 2) { pair.client.isClosed && pair.server?.isClosed == true })
    #expect(pair.client.ends == [.tlsFailed])
    #expect(pair.server?.received == 0)
  }

  @Test func saysWhatIsWrongWithACertificate() {
    #expect(throws: TLSError.self) { try TLSCertificate(certificateFile: "/nonexistent", keyFile: "/nonexistent") }
    #expect(throws: TLSError.self) {
      try TLSCertificate(certificateFile: TestCertificate.file("good.pem"), keyFile: TestCertificate.file("other.key"))
    }
    #expect(throws: TLSError.self) { try TLSContext(trusting: "/nonexistent") }
  }
}
