import Policy

/// Everything an operator set, parsed and valid; whoever holds one need not check it again.
///
/// Paths are absolute or relative to the working directory; durations are nanoseconds where they end in `Timeout` or
/// `Interval`, else seconds.
struct Configuration: Sendable {
  /// The file it was read from.
  let path: String
  /// A short digest of the file and of the environment variables that changed it, in hexadecimal; the policy's version.
  let version: String
  let listen: [ListenAddress]
  /// Those of `listen` on which a proxy says in front of each connection whose it is.
  let proxiedListen: [ListenAddress]
  /// Whose word on their clients' addresses is taken.
  let trustedProxies: [Network]
  /// What callers type in front of a path, without a path of its own.
  let publicURL: WebAddress
  /// nil where `admin_listen: off`.
  let adminListen: ListenAddress?
  let store: StoreLocation
  let stateDirectory: String
  /// Event loops.
  let loops: Int
  /// Threads for work that would stall a loop.
  let workers: Int
  let tls: TLSSettings
  let rootSecretFile: String
  let identity: IdentitySettings
  /// Those of `upstreams`, then one for each route that names a URL.
  let upstreams: [UpstreamSettings]
  let models: [ModelSettings]
  let routes: [RouteSettings]
  /// Compiled with the models, routes and guarded fields in the order of the arrays here.
  let policy: CompiledPolicy
  let audit: AuditSettings
  let log: LogSettings
  let server: ServerSettings

  /// Everywhere the gateway listens.
  var listeners: [ListenAddress] { listen + [adminListen].compactMap { $0 } }
}
