import Proxy
import Transport

/// What an event loop carries: its server, its desk and the pipeline between them.
final class LoopRoot {
  let desk: Desk
  let pipeline: Pipeline
  let server: Server

  init(_ desk: Desk, limits: ServerLimits, tls: TLSContext?) {
    self.desk = desk
    let pipeline = Pipeline(gateway: desk.gateway, desk: desk)
    self.pipeline = pipeline
    server = Server(loop: desk.loop, limits: limits, tls: tls) { Call(server: $0, pipeline: pipeline) }
  }
}
