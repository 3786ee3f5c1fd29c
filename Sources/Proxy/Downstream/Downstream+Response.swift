import Bytes
import Transport

/// How long a response may take, and who ends it.
extension Downstream {
  // One day, in seconds.
  private static let farthestDeadline: Int64 = 86_400

  /// The earliest of the client's slowness, the permit's end and the order to stop.
  func armResponseDeadline() {
    guard phase == .responding, let exchange else { return }
    var time: UInt64 = 0
    if !outbound.isEmpty { time = loop.now + server.limits.sendTimeout }
    if exchange.deadline != .max {
      // A credential may end in the year 9999, which nanoseconds cannot count; looked at anew when this has passed.
      let left = min(max(0, exchange.deadline - loop.unixSeconds), Self.farthestDeadline)
      let end = loop.now + UInt64(left) * Nanoseconds.perSecond
      time = time == 0 ? end : min(time, end)
    }
    setDeadline(time == 0 ? drainDeadline : limited(time))
  }

  /// A deadline, or that of the order to stop where it is earlier.
  func limited(_ time: UInt64) -> UInt64 { drainDeadline == 0 ? time : min(time, drainDeadline) }

  /// Which of them has passed?
  func responseDeadlinePassed() {
    guard let exchange else { return }
    if drainDeadline != 0 && loop.now >= drainDeadline { return close() }
    if exchange.deadline <= loop.unixSeconds { return exchange.interrupt(.expired) }
    if !outbound.isEmpty { return close() }
    armResponseDeadline()
  }
}
