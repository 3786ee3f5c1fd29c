import Proxy
import Telemetry
import Transport

extension Desk {
  /// A few times a second: health, connections kept ready, and how many there are.
  func tendUpstreams() {
    for (index, pool) in pools.enumerated() {
      pool.tend()
      if let position = gateway.positions.upstream(index) {
        metrics.loop.setUpstreamConnections(position, to: UInt64(pool.connectionCount))
      }
    }
  }

  /// An upstream's names lead elsewhere.
  func adopt(_ places: [UpstreamPlace], of group: UpstreamGroup) {
    guard let index = upstreams.firstIndex(where: { $0 === group }) else { return }
    pools[index].adopt(places)
  }
}

extension Arrangement {
  /// A loop's connections to an upstream; one loop asks for all whether it is well.
  func pool(_ index: Int, on loop: EventLoop) -> UpstreamPool {
    let group = upstreams[index]
    return UpstreamPool(
      loop: loop, plan: group.plan, places: group.places, checksHealth: index % configuration.loops == loop.index)
  }
}
