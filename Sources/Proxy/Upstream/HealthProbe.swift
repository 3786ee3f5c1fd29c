import Bytes
import HTTP
import Transport

/// One question to a server whether it is well, over a connection of its own kind (TLS included): any 2xx is a yes.
final class HealthProbe: Channel {
  private let response = ResponseHead()
  private var ended: ((Bool) -> Void)?
  private var interimResponses = 0

  /// Nil (and `ended` not called) where the kernel cannot watch the connection.
  init?(
    loop: EventLoop, descriptor: Int32, tls: TLSSession?, target: UpstreamTarget, check: HealthCheck,
    ended: @escaping (Bool) -> Void
  ) {
    self.ended = ended
    super.init(loop: loop, descriptor: descriptor, isConnecting: true, tls: tls)
    setDeadline(loop.now + check.timeout)
    outbound.append("GET ")
    outbound.append(check.path)
    outbound.append(" HTTP/1.1\r\nhost: ")
    outbound.append(target.authority)
    outbound.append("\r\nuser-agent: countersign\r\nconnection: close\r\n")
    outbound.append(target.credentialLine)
    outbound.append("\r\n")
    flush()
  }

  override func bytesReceived() {
    while !isClosed {
      let inbound = inbound
      switch response.read(inbound.readable, toHead: false, limits: .standard) {
      case .incomplete: return
      case .invalid: end(false)
      case .complete(let length):
        interimResponses += 1
        if response.status >= 200 || interimResponses > Upstream.maximumInterimResponses {
          return end(response.status >= 200 && response.status < 300)
        }
        inbound.consume(length)
      }
    }
  }

  override func deadlinePassed() { end(false) }

  override func closed(_ end: ChannelEnd) { report(false) }

  private func end(_ isGood: Bool) {
    report(isGood)
    close()
  }

  private func report(_ isGood: Bool) {
    ended?(isGood)
    ended = nil
  }
}
