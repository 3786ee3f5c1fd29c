import Glibc

/// How many files and sockets this process may have open.
enum DescriptorLimit {
  /// What the process itself keeps open beside connections: listeners, logs, the store, the audit log.
  private static let ownFiles = 256

  /// Raises the limit to the most the process may give itself; what is then allowed.
  @discardableResult
  static func raise() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    if limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = limit.rlim_max
      unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      unsafe _ = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    return Int(clamping: limit.rlim_cur)
  }

  /// How many clients may be connected: as many as configured, and no more than leave descriptors for the upstreams'
  /// connections and the audit log, which must not fail because clients are many.
  static func connections(_ configuration: Configuration) -> Int {
    let allowed = raise()
    let upstreams = configuration.upstreams.reduce(0) { $0 + $1.maximumConnections }
    let kept = min(upstreams + ownFiles, allowed / 2)
    return max(1, min(configuration.server.maximumConnections, allowed - kept))
  }
}
