import Bytes
import Glibc
import Testing

@testable import Transport

/// The real kernel on a bad day: calls are interrupted, and sends take a few bytes of what they were given, so that
/// records arrive torn.
private final class MeanKernel: Kernel {
  private var state: UInt64
  private(set) var interruptions = 0
  private(set) var tornSends = 0

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  private func draw(_ limit: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state % limit
  }

  override func receiveOnce(_ descriptor: Int32, into target: UnsafeMutableRawPointer, _ room: Int) -> Int {
    if draw(4) == 0 {
      interruptions += 1
      return -Int(EINTR)
    }
    return super.receiveOnce(descriptor, into: target, room)
  }

  override func sendOnce(_ descriptor: Int32, _ source: UnsafeRawPointer, _ count: Int) -> Int {
    switch draw(4) {
    case 0:
      interruptions += 1
      return -Int(EINTR)
    case 1 where count > 1:
      tornSends += 1
      return super.sendOnce(descriptor, source, 1 + Int(draw(UInt64(count - 1))))
    default: return super.sendOnce(descriptor, source, count)
    }
  }
}

/// TLS over torn records and interrupted calls: nothing is lost, doubled or left lying.
@Suite(.timeLimit(.minutes(2))) struct TLSFaultTests {
  @Test(arguments: 1...20)
  func losesNothing(seed: Int) throws {
    signal(SIGPIPE, SIG_IGN)
    let kernel = MeanKernel(seed: UInt64(seed))
    let pair = try ChannelPair(
      serverTLS: TestCertificate.server("good"), clientTLS: TLSContext(trusting: TestCertificate.file("good.pem")),
      kernel: kernel)
    let server = try #require(pair.server)
    server.pauseEvery = seed % 3 == 0 ? 0 : 1 + seed * 1000
    pair.client.pauseEvery = seed % 4 == 0 ? 1 : 0
    var (up, down) = (0, 0)
    for round in 1...30 {
      (pair.client.left, server.left) = (1 + round * seed * 37 % 50_000, 1 + round * seed * 91 % 20_000)
      (up, down) = (up + pair.client.left, down + server.left)
      pair.client.sendMore()
      server.sendMore()
      #expect(pair.turn(seconds: 5) { server.received == up && pair.client.received == down }, "round \(round)")
    }
    #expect(server.isIntact && pair.client.isIntact)
    #expect(kernel.interruptions > 0 && kernel.tornSends > 0)
    pair.client.endsAfterSending = true
    pair.client.sendMore()
    #expect(pair.turn(seconds: 5) { server.peerEnds == [up] })
    #expect(!server.wasCutOff, "the end was said")
  }

  // The connection ends without TLS saying so.
  @Test func noticesAnEndThatWasNotSaid() throws {
    signal(SIGPIPE, SIG_IGN)
    let pair = try ChannelPair(
      serverTLS: TestCertificate.server("good"), clientTLS: TLSContext(trusting: TestCertificate.file("good.pem")))
    let server = try #require(pair.server)
    pair.client.left = 1000
    pair.client.sendMore()
    #expect(pair.turn { server.received == 1000 })
    shutdown(pair.client.descriptor, Int32(SHUT_WR))
    #expect(pair.turn(seconds: 5) { server.peerEnds == [1000] })
    #expect(server.wasCutOff)
  }
}
