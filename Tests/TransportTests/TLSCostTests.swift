import Bytes
import Glibc
import Testing

@testable import Transport

/// The real kernel, its calls counted.
private final class CountingKernel: Kernel {
  var receives = 0
  var sends = 0

  override func receiveOnce(_ descriptor: Int32, into target: UnsafeMutableRawPointer, _ room: Int) -> Int {
    receives += 1
    return super.receiveOnce(descriptor, into: target, room)
  }

  override func sendOnce(_ descriptor: Int32, _ source: UnsafeRawPointer, _ count: Int) -> Int {
    sends += 1
    return super.sendOnce(descriptor, source, count)
  }
}

/// What a message costs in system calls.
@Suite(.timeLimit(.minutes(1))) struct TLSCostTests {
  @Test(arguments: [false, true])
  func takesOneReceiveAndOneSendForEachMessage(tls: Bool) throws {
    signal(SIGPIPE, SIG_IGN)
    let kernel = CountingKernel()
    let pair =
      tls
      ? try ChannelPair(
        serverTLS: TestCertificate.server("good"), clientTLS: TLSContext(trusting: TestCertificate.file("good.pem")),
        kernel: kernel)
      : try ChannelPair(kernel: kernel)
    let server = try #require(pair.server)
    pair.client.left = 1
    pair.client.sendMore()
    #expect(pair.turn { server.received == 1 })
    for _ in 0..<3 { pair.loop.turn(maximumSleep: 20) }
    (kernel.receives, kernel.sends) = (0, 0)
    for round in 1...100 {
      pair.client.left = 300
      pair.client.sendMore()
      #expect(pair.turn { server.received == 1 + round * 300 })
    }
    #expect(kernel.sends == 100)
    #expect(kernel.receives == 100)
  }
}
