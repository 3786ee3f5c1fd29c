import Glibc
import Identity
import Storage
import Telemetry
import Transport

/// What the gateway does on the side every second or few: changed files, issuers' keys, changes by other processes,
/// last uses, the upstreams' names and health.
struct Upkeep {
  private let store: SQLiteStore
  private let tlsFailures: TLSFailureTally
  private let reload: Reload
  private let loops: LoopGroup
  private let diagnostics: DiagnosticLog
  private let stapling: Stapling

  init(_ foundations: Foundations, _ reload: Reload, _ loops: LoopGroup, _ diagnostics: DiagnosticLog) {
    store = foundations.store
    tlsFailures = foundations.tlsFailures
    self.reload = reload
    self.loops = loops
    self.diagnostics = diagnostics
    stapling = Stapling(diagnostics)
  }

  /// Runs until cancelled.
  func run() async {
    await lookAtProofs()
    var turn = 0
    var watch = UpstreamWatch(loops: loops, diagnostics)
    while !Task.isCancelled {
      try? await Task.sleep(nanoseconds: Nanoseconds.perSecond)
      // The generation file says it first; this notices a change whose maker died before it could.
      do { _ = try store.pollForeignChanges() } catch {
        diagnostics.write(.warning, "the store cannot be read", ["error": "\(error)"])
      }
      await reload.look()
      await lookAtProofs()
      let upstreams = await reload.upstreams
      watch.refreshNames(upstreams)
      watch.reportHealth(upstreams)
      turn += 1
      if turn % 5 == 0 { await refreshKeys() }
      if turn % 10 == 0 {
        flushUses()
        reportTLSFailures()
        await reload.rotateTicketKeys()
      }
    }
  }

  /// When keys were last used is written now and then, not with each request.
  private func flushUses() {
    do { try store.flushUses() } catch {
      diagnostics.write(.warning, "the last use of keys cannot be stored", ["error": "\(error)"])
    }
  }

  private func lookAtProofs() async {
    guard let (server, settings) = await reload.listenerTLS else { return }
    await stapling.look(server, settings, now: Clock.unixSeconds())
  }

  /// A line for each reason, however many handshakes failed for it.
  private func reportTLSFailures() {
    for entry in tlsFailures.take() {
      diagnostics.write(
        .warning, "TLS connections failed",
        ["reason": entry.reason, "count": "\(entry.count)", "client": entry.client])
    }
  }

  private func refreshKeys() async {
    let now = Clock.unixSeconds()
    for issuer in await reload.authenticator.refreshDueKeys(now: now) {
      diagnostics.write(.warning, "the keys of an issuer cannot be read", ["issuer": issuer])
    }
  }
}
