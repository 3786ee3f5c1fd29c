import Policy

@testable import Proxy
@testable import Transport

/// One seed's run: a real server and pool on a loop whose kernel, clients and upstream are played.
final class ScriptedRun {
  let script: Script
  let ledger = ScriptedLedger()
  let policy: CompiledPolicy
  let standing: Standing
  private let kernel: ScriptedKernel
  private let loop: EventLoop
  private(set) var pool: UpstreamPool
  private var server: Server!
  private var clients: [ClientActor] = []
  private var upstreams: [UpstreamActor] = []
  private var seen: [Int: Int] = [:]
  private var order: [[Int]]
  private var problems: [String] = []

  /// More turns than any run needs that moves on.
  private static let maximumTurns = 50_000

  init(seed: UInt64, policy: CompiledPolicy, lie: KernelLie? = nil) {
    var writer = ScriptWriter(seed: seed)
    script = writer.write()
    self.policy = policy
    standing = policy.standing(of: Caller(name: Array("local:ana".utf8)))
    order = Array(repeating: [], count: script.clients.count)
    kernel = ScriptedKernel(seed: seed, faults: script.faults, windows: script.windows)
    kernel.lie = lie
    loop = EventLoop(index: 0, mailbox: LoopMailbox(), kernel: kernel)
    var plan = UpstreamPlan(name: "scripted")
    plan.limits.connections = script.connectionsUpstream
    plan.limits.firstByteTimeout = 20 * Nanoseconds.perSecond
    plan.limits.idleTimeout = 20 * Nanoseconds.perSecond
    let places = (0...UInt16(seed % 3)).map { index in
      UpstreamPlace(
        target: UpstreamTarget(name: "scripted", authority: Array("up".utf8)),
        address: .internet(.loopback, port: 1 + index), name: "scripted \(index)")
    }
    pool = UpstreamPool(loop: loop, plan: plan, places: places, checksHealth: false)
    var limits = ServerLimits()
    limits.outboundBytes = kernel.random.pick([1, 3000, 256 * 1024])
    server = Server(loop: loop, limits: limits, tls: nil) { [unowned self] in ScriptedExchange(server: $0, run: self) }
    server.listen(kernel.makeListener())
    clients = script.clients.map { ClientActor($0, socket: kernel.dial(window: $0.window)) }
    kernel.act = { [unowned self] in act() }
  }

  deinit { loop.letGo() }

  func problem(_ text: String) { problems.append(text) }

  /// The upstream has read the head of a request.
  func forwarded(_ request: ScriptedRequest) {
    let client = request.id / 1000
    seen[request.id, default: 0] += 1
    order[client].append(request.id)
    let needed = clients[client].ends[request.id % 1000]
    if clients[client].sentCount < needed { problem("\(request.id) was forwarded before it was complete") }
    if !request.goesUpstream { problem("\(request.id) was forwarded although it was refused") }
  }

  // One of the other ends does one thing.
  private func act() -> Bool {
    while !kernel.dialled.isEmpty { upstreams.append(UpstreamActor(kernel.dialled.removeFirst(), run: self)) }
    let count = clients.count + upstreams.count
    let first = kernel.random.below(count)
    for offset in 0..<count {
      let index = (first + offset) % count
      let didAct =
        index < clients.count
        ? clients[index].step(&kernel.random) : upstreams[index - clients.count].step(&kernel.random)
      if didAct { return true }
    }
    return false
  }

  /// Whether every call of the kernel is printed.
  var isTracing = false

  /// Plays the script to its end; what went wrong, or nothing.
  func play() -> [String] {
    var turns = 0
    kernel.isTracing = isTracing
    while !isOver {
      loop.turn()
      proceedParked()
      turns += 1
      if turns > Self.maximumTurns || !kernel.violations.isEmpty || !problems.isEmpty {
        if turns > Self.maximumTurns { problem("not over after \(turns) turns: \(state)") }
        break
      }
    }
    if kernel.isTracing {
      for request in script.clients.flatMap(\.requests) { print(request) }
    }
    if isOver { checkEnd() }
    for (index, client) in clients.enumerated() {
      var judge = Judge(script: script, client: client, seen: seen)
      problems += judge.judge().map { "client \(index): \($0)" }
      if order[index] != order[index].sorted() { problem("client \(index): forwarded in the order \(order[index])") }
    }
    return problems + kernel.violations + ledger.problems
  }

  private var state: String {
    let ends = clients.map { "sent \($0.sentCount)/\($0.ends), got \($0.reader.responses.map(\.status)), \($0.socket)" }
    return "clients \(ends), \(upstreams.count) dialled, pool \(pool.connectionCount), server \(server.connectionCount)"
  }

  private var isOver: Bool {
    pool.connectionCount == 0 && server.connectionCount == 0 && clients.allSatisfy { $0.isDone || isDeaf($0) }
  }

  private func isDeaf(_ client: ClientActor) -> Bool {
    client.script.leaving == .stopsTaking && client.hasLeft && client.socket.gatewayHasClosed
  }

  private func proceedParked() {
    guard !ledger.parked.isEmpty, kernel.random.oneIn(3) else { return }
    let parked = ledger.parked.remove(at: kernel.random.below(ledger.parked.count))
    if parked.exchange.isServing(parked.id) { parked.exchange.proceed(.collectBody) }
  }

  private func checkEnd() {
    if kernel.openCount != 0 { problem("\(kernel.openCount) descriptors are still open") }
    if ledger.begun != ledger.ended { problem("\(ledger.begun) exchanges began and \(ledger.ended) ended") }
    if !server.reserveBody(server.limits.bufferedBodyBytes) { problem("memory for a body was not given back") }
    if loop.sourceCount != 1 { problem("\(loop.sourceCount - 1) sources are left in the loop") }
  }
}
