import Proxy
import Transport

/// What an event loop carries: its server, its desk and the pipeline between them.
final class LoopRoot {
  let desk: Desk
  let pipeline: Pipeline
  let server: Server
  private var admin: Server?

  init(_ desk: Desk, limits: ServerLimits, tls: TLSContext?) {
    self.desk = desk
    let pipeline = Pipeline(gateway: desk.gateway, desk: desk)
    self.pipeline = pipeline
    server = Server(loop: desk.loop, limits: limits, tls: tls) { Call(server: $0, pipeline: pipeline) }
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
