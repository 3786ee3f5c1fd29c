import Bytes
import Glibc

@testable import Transport

/// A channel that sends a known stream of bytes as the other side takes it, and checks the one it gets.
final class TestChannel: Channel {
  /// The stream repeats after a prime number of bytes, so that a lost or doubled block of any usual size is seen.
  static let pattern: [UInt8] = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 167 >> 3) }

  /// Bytes still to be sent; the sending side ends after them if `endsAfterSending`.
  var left = 0
  var endsAfterSending = false
  /// Reading pauses for a grain of time after so many bytes; 0 for never.
  var pauseEvery = 0
  private(set) var sent = 0
  private(set) var received = 0
  private(set) var isIntact = true
  private(set) var mostBuffered = 0
  private(set) var pauses = 0
  private(set) var ends: [ChannelEnd] = []
  private(set) var peerEnds: [Int] = []
  private var sincePause = 0

  static let limit = 256 * 1024

  func sendMore() {
    while left > 0, outbound.count < Self.limit {
      let offset = sent % Self.pattern.count
      let count = min(left, Self.pattern.count - offset, 16 * 1024)
      outbound.append(Self.pattern.span.extracting(offset..<offset + count))
      sent += count
      left -= count
      flush()
    }
    mostBuffered = max(mostBuffered, outbound.allocatedBytes)
    if left == 0 && endsAfterSending && outbound.isEmpty && !isClosed {
      endsAfterSending = false
      finishSending()
    }
  }

  override func connected() { sendMore() }

  override func outboundDrained() { sendMore() }

  override func bytesReceived() {
    mostBuffered = max(mostBuffered, inbound.allocatedBytes)
    let count = inbound.count
    check()
    sincePause += count
    if pauseEvery > 0 && sincePause >= pauseEvery {
      sincePause = 0
      pauses += 1
      pauseReading()
      setDeadline(loop.now + Nanoseconds.perMillisecond)
    }
  }

  private func check() {
    while !inbound.isEmpty {
      let inbound = inbound
      let offset = received % Self.pattern.count
      let count = min(inbound.count, Self.pattern.count - offset)
      let isEqual = inbound.readable.extracting(0..<count).equals(Self.pattern.span.extracting(offset..<offset + count))
      if !isEqual { isIntact = false }
      inbound.consume(count)
      received += count
    }
  }

  override func deadlinePassed() { resumeReading() }

  override func peerFinished() { peerEnds.append(received) }

  override func closed(_ end: ChannelEnd) { ends.append(end) }
}

/// Two channels of one loop, connected over loopback TCP, driven by the test's own thread.
final class ChannelPair {
  let loop: EventLoop
  let client: TestChannel
  private(set) var server: TestChannel?
  private var listener: Listener?

  init(serverTLS: TLSServer? = nil, clientTLS: TLSContext? = nil, host: String = "localhost", kernel: Kernel = Kernel())
    throws
  {
    loop = EventLoop(index: 0, mailbox: LoopMailbox(), kernel: kernel)
    let descriptor = try Sockets.listen(on: .internet(.loopback, port: 0)).get()
    let port = localPort(descriptor)
    let connecting = try loop.connect(to: .internet(.loopback, port: port)).get()
    client = TestChannel(
      loop: loop, descriptor: connecting, isConnecting: true, tls: clientTLS?.makeSession(host: host))!
    listener = Listener(loop: loop, descriptor: descriptor) { [unowned self] descriptor, _ in
      server = TestChannel(loop: loop, descriptor: descriptor, isConnecting: false, tls: serverTLS?.makeSession())
    }
    turn { self.server != nil && !self.client.isConnecting }
  }

  deinit {
    listener?.close()
    client.close()
    server?.close()
  }

  /// Turns the loop until `condition` holds; false after `seconds`.
  @discardableResult
  func turn(seconds: UInt64 = 20, until condition: () -> Bool) -> Bool {
    let end = Clock.monotonic() + seconds * Nanoseconds.perSecond
    while Clock.monotonic() < end {
      if condition() { return true }
      loop.turn(maximumSleep: 20)
    }
    return condition()
  }
}

func localPort(_ descriptor: Int32) -> UInt16 {
  var address = sockaddr_in()
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
  }
  return UInt16(bigEndian: address.sin_port)
}
