import Dispatch
import Policy
import Proxy
import Synchronization
import Transport

/// What a test wants of its gateway.
struct GatewaySettings: Sendable {
  var server = ServerLimits()
  var upstream = UpstreamLimits()
  var credentialLine = "authorization: Bearer upstream-secret\r\n"
  /// When the caller's credential ends, Unix seconds.
  var expires: Int64 = .max
  var interruption: [UInt8] = []
  /// Whether a proxy says in front of each connection whose it is.
  var isProxied = false
  /// In front of every path, by port.
  var prefixes: [UInt16: String] = [:]
  /// Where the upstream's servers are; by default the gateway's own scripted one alone.
  var upstreamPorts: [UInt16] = []
  var plan = UpstreamPlan(name: "scripted")
}

/// What a loop of a test's gateway carries.
final class GatewayParts {
  let settings: GatewaySettings
  let policy: CompiledPolicy
  let standing: Standing
  let ledger: Ledger
  let pool: UpstreamPool
  let places: [UpstreamPlace]
  private(set) var server: Server?

  init(loop: EventLoop, settings: GatewaySettings, policy: CompiledPolicy, ledger: Ledger) {
    self.settings = settings
    self.policy = policy
    self.ledger = ledger
    standing = policy.standing(of: Caller(name: Array("local:ana".utf8), expires: settings.expires))
    places = settings.upstreamPorts.map { Self.place($0, settings) }
    var plan = settings.plan
    plan.limits = settings.upstream
    pool = UpstreamPool(loop: loop, plan: plan, places: places, checksHealth: true)
    let pool = pool
    loop.repeating(every: 20_000_000) { _ in pool.tend() }
    server = Server(loop: loop, limits: settings.server, tls: nil) { [unowned self] server in
      TestExchange(server: server, parts: self)
    }
  }

  static func place(_ port: UInt16, _ settings: GatewaySettings) -> UpstreamPlace {
    var target = UpstreamTarget(name: "scripted", authority: Array("up".utf8))
    target.credentialLine = Array(settings.credentialLine.utf8)
    target.pathPrefix = Array(settings.prefixes[port, default: ""].utf8)
    return UpstreamPlace(target: target, address: .internet(.loopback, port: port), name: "scripted \(port)")
  }

  var sourceCount: Int { pool.loop.sourceCount }

  /// Nothing is under way and nothing is left over from what was.
  var isAtRest: Bool {
    var exchanges = 0
    server?.visitConnections { exchanges += $0.exchange == nil ? 0 : 1 }
    return exchanges == 0 && pool.requestCount == 0 && pool.waitingCount == 0
  }
}

/// A real server on one loop of its own thread, in front of a scripted upstream.
final class Gateway {
  let ledger = Ledger()
  let port: UInt16
  let upstream = ScriptedUpstream()
  private let group = LoopGroup(count: 1)
  private var kept: [RawConnection] = []

  init(_ change: (inout GatewaySettings) -> Void = { _ in }) throws {
    var settings = GatewaySettings()
    settings.upstreamPorts = [upstream.port]
    change(&settings)
    let descriptor = try Sockets.listen(on: .internet(.loopback, port: 0)).get()
    port = localPort(descriptor)
    let policy = try Self.policy()
    group.start { [settings, ledger] loop in
      let parts = GatewayParts(loop: loop, settings: settings, policy: policy, ledger: ledger)
      loop.root = parts
      parts.server?.listen(descriptor, proxied: settings.isProxied)
    }
  }

  deinit {
    group.post { $0.stop() }
    group.join()
  }

  // One role that lets everyone read and write the one route.
  private static func policy() throws -> CompiledPolicy {
    let place = SourcePosition(line: 1, column: 1)
    var role = RoleDocument(name: Located("all", place), members: .everyone)
    role.routes = [Located("all", place)]
    role.actions = [Located(.read, place), Located(.write, place)]
    return try CompiledPolicy.compile(
      PolicyDocument(roles: [role]), PolicyVocabulary(models: [], routes: ["all"]), version: Array("v1".utf8))
  }

  func connect(receiveBuffer: Int32 = 0) throws -> RawConnection {
    try RawConnection.connect(port: port, receiveBuffer: receiveBuffer)
  }

  /// Runs `question` on the loop's thread and waits for its answer.
  func ask<Value: Sendable>(_ question: @escaping @Sendable (GatewayParts) -> Value) -> Value {
    let done = DispatchSemaphore(value: 0)
    let box = Box<Value>()
    group.post { loop in
      if let parts = loop.root as? GatewayParts { box.set(question(parts)) }
      done.signal()
    }
    done.wait()
    return box.value!
  }

  func connectAndSend(_ text: String) throws {
    let client = try connect()
    try client.send(text)
    kept.append(client)
  }

  func post(_ job: @escaping @Sendable (GatewayParts) -> Void) {
    group.post { loop in
      if let parts = loop.root as? GatewayParts { job(parts) }
    }
  }

  /// Waits until `condition` holds of what the loop carries; false after two seconds.
  func settles(_ condition: @escaping @Sendable (GatewayParts) -> Bool) -> Bool {
    let deadline = monotonicMilliseconds() + 2000
    while monotonicMilliseconds() < deadline {
      if ask(condition) { return true }
    }
    return false
  }

  private final class Box<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)
    var value: Value? { stored.withLock { $0 } }
    func set(_ value: Value) { stored.withLock { $0 = value } }
  }
}
