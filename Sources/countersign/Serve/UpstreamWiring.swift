import Proxy
import Transport

extension UpstreamTarget {
  /// What the data plane needs of one target.
  init(_ target: UpstreamSettings.Target, of settings: UpstreamSettings) throws {
    self.init(name: target.name, authority: Array(target.authority.utf8))
    pathPrefix = Array(target.basePath.utf8)
    credentialLine = Self.credentialLine(settings)
    passesCookies = settings.apis.isEmpty
    guard target.isSecure, case .tcp(let host, _) = target.address else { return }
    do throws(TLSError) {
      tls = try TLSContext(trusting: settings.authorityFile)
    } catch {
      throw CommandFailure("upstream \(settings.name): \(error.description)", fix: "correct its ca_file")
    }
    tlsHost = host
  }

  private static func credentialLine(_ settings: UpstreamSettings) -> [UInt8] {
    guard let credential = settings.credential?.bytes else { return [] }
    let end = Array("\r\n".utf8)
    if let field = settings.credentialField { return Array("\(field): ".utf8) + credential + end }
    let isAnthropicOnly = settings.apis == [.anthropic]
    return Array((isAnthropicOnly ? "x-api-key: " : "authorization: Bearer ").utf8) + credential + end
  }
}

extension UpstreamSettings.Target {
  fileprivate var authority: String {
    switch address {
    case .unix: "localhost"
    case .tcp(let host, let port): (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    }
  }
}

extension UpstreamPlan {
  /// What all loops have together is divided among them.
  init(_ settings: UpstreamSettings, loops: Int) {
    self.init(name: settings.name)
    limits.connectTimeout = settings.connectTimeout
    limits.firstByteTimeout = settings.firstByteTimeout
    limits.idleTimeout = settings.idleTimeout
    limits.keepAliveTimeout = settings.keepAliveTimeout
    limits.connections = max(1, settings.maximumConnections / loops)
    limits.waitTimeout = settings.waitTimeout
    limits.minimumIdle = settings.minimumIdle
    ejection = settings.ejection.map { EjectionRules($0) }
    check = settings.health.map { HealthCheck($0) }
    retries.attempts = settings.retries.attempts
    retries.percent = settings.retries.percent
    retries.floor = settings.retries.floor == 0 ? 0 : max(1, settings.retries.floor / loops)
  }
}

extension EjectionRules {
  init(_ settings: UpstreamSettings.Ejection) {
    self.init()
    failures = settings.failures
    statuses = settings.statuses
    time = settings.time
    maximumTime = settings.maximumTime
    maximumShare = settings.maximumPercent
  }
}

extension HealthCheck {
  init(_ settings: UpstreamSettings.Health) {
    self.init(path: Array(settings.path.utf8))
    interval = settings.interval
    timeout = settings.timeout
    unhealthyAfter = settings.unhealthyAfter
    healthyAfter = settings.healthyAfter
  }
}
