import Proxy
import Telemetry
import Transport

/// What an event loop carries: its server, the pipeline in force and its desk.
final class LoopRoot {
  let server: Server
  private let current: CurrentPipeline
  private var admin: Server?

  init(_ desk: Desk, limits: ServerLimits, tls: TLSServer?, tally: ConnectionTally, failures: TLSFailureTally) {
    let current = CurrentPipeline(Pipeline(gateway: desk.gateway, desk: desk))
    self.current = current
    server = Server(loop: desk.loop, limits: limits, tls: tls, tally: tally) {
      Call(server: $0, current: current)
    }
    let metrics = desk.metrics.loop
    server.tlsFailed = { failure, client in
      metrics.add(.tlsHandshakesFailed)
      failures.note(failure, from: client)
    }
  }

  var desk: Desk { current.pipeline.desk }

  /// Serves what arrives from now on under another configuration; requests under way keep the one they began with.
  func adopt(_ arrangement: Arrangement) {
    let desk = Desk(after: desk, arrangement)
    current.pipeline = Pipeline(gateway: arrangement.gateway, desk: desk)
    server.adopt(limits: arrangement.limits, tls: arrangement.tls)
  }

  /// Brings up to date what the metrics say of connections and of the loop, which was `late` by so many nanoseconds.
  func measure(late: UInt64) {
    let metrics = desk.metrics.loop
    metrics.lagged(nanoseconds: late)
    metrics.set(.connectionsOpen, to: UInt64(server.connectionCount))
    metrics.set(.requestsInFlight, to: UInt64(server.requestsInFlight))
    metrics.total(.connectionsAccepted, is: UInt64(server.acceptedConnections))
    for reason in ConnectionRefusal.allCases {
      metrics.connectionsRefused(reason: reason.rawValue, total: UInt64(server.refusedConnections(reason)))
    }
  }

  /// Serves the admin port on this loop; it stays open while the gateway drains.
  func openAdmin(_ socket: Int32, _ endpoints: AdminEndpoints) {
    let admin = Server(loop: desk.loop, limits: ServerLimits(), tls: nil) {
      AdminExchange(server: $0, endpoints: endpoints)
    }
    self.admin = admin
    admin.listen(socket)
  }
}
