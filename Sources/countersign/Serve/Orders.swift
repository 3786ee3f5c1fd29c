import Glibc

/// What the running gateway is told: by signals, and by itself once a successor is ready.
struct Orders: Sendable {
  enum Order: Sendable {
    /// SIGHUP: read the configuration, open the access log anew.
    case reload
    /// SIGUSR2: start the program anew and hand over to it.
    case replace
    /// The successor is ready to take over, or could not start.
    case replaced(Bool)
    /// SIGTERM, SIGINT.
    case stop
  }

  let stream: AsyncStream<Order>
  private let continuation: AsyncStream<Order>.Continuation

  init() {
    let (stream, continuation) = AsyncStream<Order>.makeStream()
    self.stream = stream
    self.continuation = continuation
    let signals = Signals.stream([SIGTERM, SIGINT, SIGHUP, SIGUSR2])
    Task {
      for await signal in signals {
        switch signal {
        case SIGHUP: continuation.yield(.reload)
        case SIGUSR2: continuation.yield(.replace)
        default: continuation.yield(.stop)
        }
      }
    }
  }

  func give(_ order: Order) { continuation.yield(order) }
}
