import Cryptography
import Identity
import ModelAPI
import Policy
import Transport

/// Everything the loops share, complete before they start and never changed: a new configuration is a new gateway.
final class Gateway: Sendable {
  let catalogue: ModelCatalogue
  let policy: CompiledPolicy
  let directory: Directory
  let authenticator: Authenticator
  let workers: WorkerPool
  /// Prompts are recorded as digests under this key.
  let promptDigestKey: BLAKE2bKey
  /// The upstreams' names, by index.
  let upstreamNames: [[UInt8]]
  /// The routes' names, by index.
  let routeNames: [[UInt8]]
  let routeUpstreams: [Int]
  /// Where models and upstreams are counted, by index.
  let positions: MetricPositions

  init(
    catalogue: ModelCatalogue, policy: CompiledPolicy, routes: [PlainRoute], authenticator: Authenticator,
    workers: WorkerPool, promptDigestKey: BLAKE2bKey, upstreamNames: [[UInt8]], positions: MetricPositions
  ) {
    self.catalogue = catalogue
    self.policy = policy
    self.directory = Directory(routes: routes)
    self.authenticator = authenticator
    self.workers = workers
    self.promptDigestKey = promptDigestKey
    self.upstreamNames = upstreamNames
    routeNames = routes.map(\.name)
    routeUpstreams = routes.map(\.upstream)
    self.positions = positions
  }
}
