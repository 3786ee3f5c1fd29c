import Audit
import Glibc
import HTTP
import Policy
import Proxy
import Storage
import Telemetry
import Transport

/// The running gateway: opened from a configuration, served until a signal, drained and closed in order.
final class Service: Sendable {
  private let configuration: Configuration
  private let diagnostics = DiagnosticLog()
  private let parts: ServiceParts
  private let loops: LoopGroup
  private let rotation = LogRotation()
  private let health: ServiceHealth
  private let reload: Reload
  private let sockets: ListeningSockets
  private let supervisor: Supervisor
  private let successor: Successor
  /// By loop.
  private let heartbeats: [Heartbeat]

  /// Opens everything that can fail, so that a gateway that cannot serve says so before it accepts a connection.
  init(_ configuration: Configuration, environment: [String: String]) throws {
    self.configuration = configuration
    supervisor = Supervisor(environment)
    successor = Successor(environment: environment)
    let predecessor = Predecessor(environment)
    sockets = try ListeningSockets(configuration, InheritedSockets(environment, from: predecessor))
    loops = LoopGroup(count: configuration.loops)
    heartbeats = (0..<configuration.loops).map { _ in Heartbeat() }
    parts = try ServiceParts(configuration, loops: loops, predecessor: predecessor)
    health = ServiceHealth(audit: parts.audit)
    reload = Reload(parts, loops: loops, health: health, diagnostics: diagnostics, environment: environment)
  }

  func run() async throws -> ExitCode {
    // A peer that is gone is an error of the write, not a signal.
    _ = signal(SIGPIPE, SIG_IGN)
    let orders = Orders()
    let outcomes = LoopAnswers(count: configuration.loops)
    loops.start { [self] loop in outcomes.note(startLoop(loop)) }
    guard await outcomes.areAllGood() else {
      throw CommandFailure("the event loops could not start", fix: "look at the messages above")
    }
    let now = Clock.unixMilliseconds()
    parts.audit.record(AdministrativeEvent(.started, time: now, details: ["config": configuration.version]))
    health.noteStarted()
    announce()
    supervisor.tellReady()
    let upkeep = Task { await Upkeep(parts.foundations, reload, loops, diagnostics).run() }
    let watchdog = Task { await Watchdog(supervisor: supervisor, heartbeats: heartbeats).run() }
    await obey(orders)
    upkeep.cancel()
    await stop()
    watchdog.cancel()
    return .done
  }

  /// Until it is time to stop. Nothing here is awaited: a name server that does not answer must not hold up that order.
  private func obey(_ orders: Orders) async {
    var isReplacing = false
    for await order in orders.stream {
      switch order {
      case .reload:
        rotation.request()
        Task {
          supervisor.tellReloading()
          await reload.load()
          supervisor.tellReady()
        }
      case .replace:
        if isReplacing { continue }
        isReplacing = true
        Task { orders.give(.replaced(await successor.start(inheriting: sockets.all))) }
      case .replaced(false):
        isReplacing = false
        diagnostics.write(
          .error, "the successor did not start, and this gateway goes on", ["see": "its messages above"])
      case .replaced(true):
        return diagnostics.write(.information, "handing over to a successor")
      case .stop:
        health.noteStopping()
        return supervisor.tellStopping()
      }
    }
  }

  private func announce() {
    for listen in configuration.listen {
      diagnostics.write(.information, "listening", ["address": listen.text, "url": configuration.publicURL.text])
    }
    if let admin = configuration.adminListen {
      diagnostics.write(.information, "admin port listening", ["address": admin.text])
    }
  }

  private func stop() async {
    let patience = configuration.server.drainTimeout / Nanoseconds.perSecond
    diagnostics.write(.information, "stopping", ["drain_seconds": "\(patience)"])
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let countdown = Countdown(configuration.loops) { continuation.resume() }
      loops.post { loop in
        guard let root = loop.root as? LoopRoot else { return countdown.one() }
        root.server.drain { countdown.one() }
      }
    }
    loops.post { loop in
      (loop.root as? LoopRoot)?.desk.flushLog()
      loop.stop()
    }
    loops.join()
    parts.foundations.workers.stop()
    try? parts.foundations.store.flushUses()
    parts.audit.close()
    diagnostics.write(.information, "stopped")
  }

  // Runs on the loop's thread; false where the access log cannot be opened.
  private func startLoop(_ loop: EventLoop) -> Bool {
    let metrics = parts.metrics[loop.index]
    let log = AccessLogs.open(configuration.log.access, rotation: rotation, metrics: metrics)
    guard let log else {
      diagnostics.write(.error, "cannot open the access log", ["destination": "\(configuration.log.access)"])
      return false
    }
    let journal = CallJournal(parts.audit.journal(loop.index), durability: parts.durability)
    let desk = Desk(
      loop: loop, parts.first, journal: journal, metrics: CallMetrics(metrics, refusals: Refusals.codes),
      accessLog: log.log)
    let root = LoopRoot(
      desk, limits: parts.first.limits, tls: parts.first.tls, tally: parts.foundations.tally,
      failures: parts.foundations.tlsFailures)
    loop.root = root
    if parts.durability == .power { loop.turnEnded = { journal.turnEnded() } }
    let heartbeat = heartbeats[loop.index]
    heartbeat.beat(loop.now)
    loop.repeating(every: 250 * Nanoseconds.perMillisecond) { [unowned loop] late in
      heartbeat.beat(loop.now)
      root.desk.flushLog()
      root.desk.tendUpstreams()
      root.measure(late: late)
    }
    for socket in sockets.gateway(of: loop.index) { root.server.listen(socket.descriptor, proxied: socket.isProxied) }
    if loop.index == 0, let socket = sockets.admin {
      root.openAdmin(socket, AdminEndpoints(health: health, metrics: parts.metrics))
    }
    return true
  }
}
