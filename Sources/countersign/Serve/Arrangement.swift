import HTTP
import Identity
import ModelAPI
import Proxy
import Transport

/// What one configuration makes of the data plane: a new configuration is a new arrangement, handed to every loop.
struct Arrangement: Sendable {
  let configuration: Configuration
  let gateway: Gateway
  let upstreams: [UpstreamGroup]
  /// By upstream: which one of the arrangement before it is, where nothing about it has changed.
  let kept: [Int?]
  let limits: ServerLimits
  let tls: TLSServer?

  /// Opens what the configuration names; throws a ``CommandFailure`` where that cannot be used.
  init(_ configuration: Configuration, on foundations: Foundations, after previous: Arrangement? = nil) throws {
    self.configuration = configuration
    limits = ServerLimits(configuration)
    tls = try ListenerTLS.server(configuration.tls, tickets: foundations.ticketKeys, after: previous?.tls)
    let kept = configuration.upstreams.map { previous?.configuration.upstreams.firstIndex(of: $0) }
    self.kept = kept
    let watch = AddressGuard(listeners: configuration.listeners)
    self.upstreams = try zip(configuration.upstreams, kept).map { settings, kept in
      if let previous, let kept { return previous.upstreams[kept] }
      return try UpstreamGroup(settings, loops: configuration.loops, watch)
    }
    let upstreams = configuration.upstreams.map(\.name)
    gateway = Gateway(
      catalogue: try Self.catalogue(configuration), policy: configuration.policy,
      routes: configuration.routes.map { PlainRoute($0) },
      authenticator: try Self.authenticator(configuration, foundations, previous?.gateway.authenticator),
      workers: foundations.workers, promptDigestKey: foundations.promptDigestKey,
      upstreamNames: upstreams.map { Array($0.utf8) },
      positions: MetricPositions(
        models: configuration.models.map(\.name), upstreams: upstreams, labels: foundations.labels))
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

  private static func authenticator(
    _ configuration: Configuration, _ foundations: Foundations, _ predecessor: Authenticator?
  ) throws -> Authenticator {
    let issuers = configuration.identity.jwt.map { Identity.JWTIssuerSettings($0) }
    do throws(IdentityConfigurationError) {
      return try Authenticator(
        store: foundations.store, keyDigests: foundations.keyDigests, issuers: issuers, reading: foundations.reading,
        acceptsAPIKeys: configuration.identity.isLocalEnabled, predecessor: predecessor)
    } catch {
      throw CommandFailure("identity.jwt: \(error.message)")
    }
  }
}

extension ServerLimits {
  init(_ configuration: Configuration) {
    self.init()
    let server = configuration.server
    head = HeadLimits(
      headBytes: server.maximumHeadBytes, targetBytes: server.maximumTargetBytes, fields: server.maximumHeaders)
    bodyBytes = server.maximumBodyBytes
    bufferedBodyBytes = max(server.maximumBodyBytes, server.maximumBufferedBytes / configuration.loops)
    connections = DescriptorLimit.connections(configuration)
    connectionsPerAddress = server.maximumConnectionsPerAddress
    requestsPerConnection = server.maximumRequestsPerConnection
    outboundBytes = server.maximumUnsentBytes
    headTimeout = server.headerTimeout
    bodyTimeout = server.bodyTimeout
    bodyRate = server.minimumBodyRate
    idleTimeout = server.idleTimeout
    sendTimeout = server.sendTimeout
    drainTimeout = server.drainTimeout
    drainGrace = server.drainGrace
    trustedProxies = TrustedProxies(configuration.trustedProxies)
  }
}
