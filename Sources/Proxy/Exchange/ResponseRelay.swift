import Bytes
import HTTP
import Transport

/// How the end of a response is marked towards the client.
enum ResponseFraming: Equatable {
  case none
  case length
  case chunked
  case close
}

/// The way of a response from the upstream's bytes to the client's.
extension Exchange {
  /// Writes the client's response head; `bytes` is the upstream's, which `response` was read from.
  final func relayHead(_ response: ResponseHead, _ bytes: Span<UInt8>, now: UInt64) {
    guard let downstream else { return }
    respondedAt = now
    upstreamStatus = response.status
    status = response.status
    responseHeadReceived(response, bytes)
    responseFraming = framing(response)
    if responseFraming == .close { downstream.closeAfterResponse() }
    ResponseHeadWriter.write(response, bytes, for: self, into: downstream.outbound)
  }

  private func framing(_ response: ResponseHead) -> ResponseFraming {
    switch response.bodyLength {
    case .none: return .none
    case .exactly where !isFiltering: return .length
    default: return head.isHTTP11 ? .chunked : .close
    }
  }

  /// Passes response content on.
  final func relay(_ bytes: Span<UInt8>) {
    guard let downstream else { return }
    if isFiltering {
      scratch.removeAll(keepingCapacity: true)
      filter(bytes, into: &scratch)
      let filtered = scratch
      write(filtered.span, into: downstream.outbound)
    } else {
      observe(bytes)
      write(bytes, into: downstream.outbound)
    }
  }

  private func write(_ bytes: Span<UInt8>, into out: ByteBuffer) {
    if bytes.isEmpty { return }
    responseBytes += bytes.count
    guard responseFraming == .chunked else {
      out.append(bytes)
      return
    }
    out.append(hexadecimal: UInt64(bytes.count))
    out.append("\r\n")
    out.append(bytes)
    out.append("\r\n")
  }

  /// Hands what was relayed to the socket; a slow client makes the upstream wait.
  final func flushRelayed() {
    guard let downstream else { return }
    // Much at once goes while it is in the processor's cache.
    if downstream.outbound.count < Channel.readSize { return downstream.flushSoon() }
    downstream.flush()
    if !downstream.isClosed { heedSlowness() }
  }

  /// A client that does not take its bytes makes the upstream wait.
  final func heedSlowness() {
    guard let downstream, !downstream.outbound.isEmpty else { return }
    downstream.armResponseDeadline()
    if downstream.outbound.count > server.limits.outboundBytes { upstream?.waitForClient() }
  }

  /// The upstream's response is complete.
  final func relayEnd() {
    guard let downstream else { return }
    if isFiltering {
      scratch.removeAll(keepingCapacity: true)
      finishFilter(into: &scratch)
      let held = scratch
      write(held.span, into: downstream.outbound)
    }
    if responseFraming == .chunked { downstream.outbound.append("0\r\n\r\n") }
    downstream.flushSoon()
    downstream.finishExchange(.completed)
  }

  /// Ends a response early: the client is told inside the response where its format allows it, and the upstream is
  /// cancelled.
  final func interrupt(_ end: ExchangeEnd) {
    guard let downstream else { return }
    if respondedAt == 0 {
      upstream?.abandonFor(self)
      return end == .expired ? refuse(.permitExpired) : upstreamFailed(.closed)
    }
    scratch.removeAll(keepingCapacity: true)
    writeInterruption(end, into: &scratch)
    guard !scratch.isEmpty, responseFraming == .chunked else { return downstream.cut(end) }
    let event = scratch
    write(event.span, into: downstream.outbound)
    downstream.outbound.append("0\r\n\r\n")
    upstream?.abandonFor(self)
    downstream.closeAfterResponse()
    downstream.flush()
    downstream.finishExchange(end)
  }

  /// The upstream failed: an answer where none was begun, else a cut response.
  final func fail(_ failure: UpstreamFailure) {
    upstream = nil
    if respondedAt == 0 { return upstreamFailed(failure) }
    interrupt(.upstreamFailed)
  }
}
