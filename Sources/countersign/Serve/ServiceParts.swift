import Audit
import Cryptography
import Identity
import ModelAPI
import Policy
import Proxy
import Storage
import Telemetry
import Transport

/// What a gateway is made of, opened and checked in the order in which each needs the one before.
struct ServiceParts: Sendable {
  let store: SQLiteStore
  let authenticator: Authenticator
  let workers: WorkerPool
  let gateway: Gateway
  let audit: AuditLog
  let durability: Durability
  let targets: [UpstreamTarget]
  let tls: TLSContext?
  /// By loop.
  let metrics: [LoopMetrics]

  init(_ configuration: Configuration, loops: LoopGroup) throws {
    let secrets = try RootSecretFile.read(configuration.rootSecretFile)
    tls = try Self.tls(configuration.tls)
    targets = try configuration.upstreams.map {
      try UpstreamTarget($0, connectionsPerLoop: max(1, $0.maximumConnections / configuration.loops))
    }
    let catalogue = try Self.catalogue(configuration)
    store = try Self.store(configuration.store)
    authenticator = try Self.authenticator(configuration, store, secrets)
    workers = WorkerPool(threads: configuration.workers)
    gateway = Gateway(
      catalogue: catalogue, policy: configuration.policy, routes: configuration.routes.map { PlainRoute($0) },
      authenticator: authenticator, workers: workers,
      promptDigestKey: HMACKey(
        HKDF.derive(root: secrets.current.secret, purpose: "prompt digest", version: secrets.current.number)),
      upstreamNames: configuration.upstreams.map { Array($0.name.utf8) })
    let labels = MetricLabels(
      models: configuration.models.map(\.name), actions: Policy.Action.allCases.map(\.name),
      upstreams: configuration.upstreams.map(\.name), refusals: Refusals.codes)
    metrics = (0..<configuration.loops).map { _ in LoopMetrics(labels: labels) }
    let settings = try AuditWiring.settings(configuration, secrets, loops)
    durability = settings.durability
    audit = try AuditWiring.open(settings, loops: configuration.loops)
  }

  private static func tls(_ settings: TLSSettings) throws -> TLSContext? {
    guard case .files(let certificate, let key) = settings else { return nil }
    do throws(TLSError) {
      return try TLSContext(certificateFile: certificate, keyFile: key)
    } catch {
      throw CommandFailure(error.description, fix: "correct tls.certificate_file and tls.key_file")
    }
  }

  private static func catalogue(_ configuration: Configuration) throws -> ModelCatalogue {
    let models = configuration.models.map {
      ModelAPI.ModelSettings(
        name: Array($0.name.utf8), aliases: $0.aliases.map { Array($0.utf8) }, upstream: $0.upstream,
        upstreamName: Array($0.upstreamName.utf8))
    }
    let dialects = configuration.upstreams.map { upstream in
      upstream.apis.reduce(into: DialectSet()) { $0.formUnion(DialectSet(api: $1.rawValue) ?? []) }
    }
    do throws(CatalogueFault) {
      return try ModelCatalogue(models: models, upstreams: dialects)
    } catch {
      throw CommandFailure("the models of the configuration contradict each other: \(error)")
    }
  }

  private static func store(_ location: StoreLocation) throws -> SQLiteStore {
    let path =
      switch location {
      case .sqlite(let path): path
      }
    do throws(StorageError) {
      return try SQLiteStore(path: path)
    } catch {
      throw CommandFailure("cannot open the store \(path): \(error)", fix: "run 'countersign init', or correct store")
    }
  }

  private static func authenticator(
    _ configuration: Configuration, _ store: SQLiteStore, _ secrets: RootSecrets
  ) throws -> Authenticator {
    guard let digests = APIKeyDigests(roots: secrets.roots) else { throw CommandFailure("the root secret is empty") }
    let issuers = configuration.identity.jwt.map { Identity.JWTIssuerSettings($0) }
    do throws(IdentityConfigurationError) {
      return try Authenticator(store: store, keyDigests: digests, issuers: issuers, reading: .issuers())
    } catch {
      throw CommandFailure("identity.jwt: \(error.message)")
    }
  }
}
