import ModelAPI
import Policy

extension Section {
  /// The whole tree; nil where something (reported) kept a part of it from being made.
  func configuration(version: () -> String) -> Configuration? {
    let (listen, proxiedListen) = listenAddresses()
    let trustedProxies = trustedProxies(for: proxiedListen)
    let adminListen = adminListen()
    let tls = tls(for: listen)
    let publicURL = publicURL(listen, tls)
    let stateDirectory = path("state_dir", default: "state")
    let store = store()
    let identity = sectionOrEmpty("identity") { $0.identity() }
    let upstreams = UpstreamReader.read(self, AddressGuard(listeners: listen + [adminListen].compactMap { $0 }))
    let routes = RouteReader.read(self, upstreams)
    let models = ModelReader.read(self, upstreams)
    let audit = sectionOrEmpty("audit") { $0.audit(stateDirectory: stateDirectory) }
    let log = sectionOrEmpty("log") { $0.log() }
    let server = sectionOrEmpty("server") { $0.server() }
    let loops = integer("loops", default: ProcessorCount.online, 1...256)
    let workers = integer("workers", default: max(2, ProcessorCount.online), 1...256)
    let rootSecretFile = text("root_secret_file").map { context.resolve($0.value) } ?? stateDirectory + "/root.secret"
    let roles = RoleReader.read(self)
    let vocabulary = PolicyVocabulary(
      models: models.map(\.name), routes: routes.settings.map(\.name),
      fields: GuardedField.allCases.map { $0.name.description })
    let policy = compile(roles, vocabulary, version)
    guard let publicURL, let tls, let store, let identity, let audit, let log, let server, let policy else {
      return nil
    }
    return Configuration(
      path: context.path, version: String(decoding: policy.version, as: UTF8.self), listen: listen,
      proxiedListen: proxiedListen, trustedProxies: trustedProxies, publicURL: publicURL, adminListen: adminListen,
      store: store, stateDirectory: stateDirectory, loops: loops,
      workers: workers, tls: tls, rootSecretFile: rootSecretFile, identity: identity,
      upstreams: upstreams.settings + routes.upstreams, models: models, routes: routes.settings, policy: policy,
      audit: audit, log: log, server: server)
  }

  private func compile(_ roles: PolicyDocument, _ vocabulary: PolicyVocabulary, _ version: () -> String)
    -> CompiledPolicy?
  {
    do {
      return try CompiledPolicy.compile(roles, vocabulary, version: Array(version().utf8))
    } catch {
      for problem in error.list {
        let hint = problem.unknown.map { NearestName.hint($0.name, in: $0.known) } ?? ""
        report(problem.position, PrintableText.line(problem.message) + hint, fix: problem.fix)
      }
      return nil
    }
  }

  private func store() -> StoreLocation? {
    let text = text("store") ?? Located("sqlite:countersign.db", position)
    if text.value.hasPrefix("sqlite:"), text.value.utf8.count > 7 {
      return .sqlite(path: context.resolve(String(text.value.dropFirst(7))))
    }
    reportUnexpected(text, "store", "sqlite:PATH; this version keeps its accounts in SQLite only")
    return nil
  }
}
