import Audit
import Identity
import Telemetry
import Transport

/// Puts a changed configuration in force while requests run, or refuses it and keeps the one there is.
actor Reload {
  private let parts: ServiceParts
  private let loops: LoopGroup
  private let health: ServiceHealth
  private let diagnostics: DiagnosticLog
  private let environment: [String: String]
  private var arrangement: Arrangement
  /// The files as they were before they were last read.
  private var loaded: [FileStamp]
  /// The files as they were at the last look.
  private var seen: [FileStamp]
  private var attempts = 0

  init(
    _ parts: ServiceParts, loops: LoopGroup, health: ServiceHealth, diagnostics: DiagnosticLog,
    environment: [String: String]
  ) {
    self.parts = parts
    self.loops = loops
    self.health = health
    self.diagnostics = diagnostics
    self.environment = environment
    arrangement = parts.first
    loaded = Self.stamps(parts.first.configuration)
    seen = loaded
    health.noteConfigured(parts.first.configuration.version, parts.first.upstreams)
  }

  var authenticator: Authenticator { arrangement.gateway.authenticator }

  /// What the listeners serve, and the settings it was made of.
  var listenerTLS: (server: TLSServer, settings: TLSListenerSettings)? {
    guard let server = arrangement.tls, case .on(let settings) = arrangement.configuration.tls else { return nil }
    return (server, settings)
  }

  func rotateTicketKeys() { arrangement.tls?.rotateTicketKeys(now: Clock.monotonic()) }

  var upstreams: [UpstreamGroup] { arrangement.upstreams }

  /// Loads what has changed since it was last read, once it has been the same for two looks: a file may be half
  /// written, and a certificate comes before its key.
  func look() async {
    let found = Self.stamps(arrangement.configuration)
    let isSettled = found == seen
    seen = found
    if found != loaded && isSettled { await load() }
  }

  /// Reads the configuration and all it names, and puts it in force if nothing is wrong with it.
  func load() async {
    attempts += 1
    let attempt = attempts
    do {
      let next = try read()
      record(next.configuration)
      arrangement = next
      guard await isAdopted(next), attempt == attempts else { return }
      health.noteConfigured(next.configuration.version, next.upstreams)
      diagnostics.write(.information, "configuration in force", ["version": next.configuration.version])
    } catch let problems as ConfigurationProblems {
      refuse(problems.lines)
    } catch let failure as CommandFailure {
      refuse([.init(place: arrangement.configuration.path, message: failure.message, fix: failure.fix ?? "")])
    } catch {
      refuse([.init(place: arrangement.configuration.path, message: "\(error)", fix: "")])
    }
  }

  private func read() throws -> Arrangement {
    let current = arrangement.configuration
    // Before the files are read: a change meanwhile is then seen at the next look.
    loaded = Self.stamps(current)
    let next = try ConfigurationLoader.load(current.path, environment: environment)
    let fixed = FixedSettings.changed(from: current, to: next)
    guard fixed.isEmpty else {
      throw CommandFailure(
        "\(fixed.joined(separator: ", ")) cannot change while the gateway runs",
        fix: "restart the gateway to use the new value, or put the old one back")
    }
    let stamps = [loaded[0]] + next.tls.stamps
    let arrangement = try Arrangement(next, on: parts.foundations, after: arrangement)
    loaded = stamps
    return arrangement
  }

  private func record(_ next: Configuration) {
    let now = Clock.unixMilliseconds()
    let details = ["change": "reload", "config": next.version, "previous": arrangement.configuration.version]
    parts.audit.record(AdministrativeEvent(.configured, time: now, details: details))
  }

  private func isAdopted(_ arrangement: Arrangement) async -> Bool {
    let answers = LoopAnswers(count: arrangement.configuration.loops)
    loops.post { loop in
      (loop.root as? LoopRoot)?.adopt(arrangement)
      answers.note(true)
    }
    return await answers.areAllGood()
  }

  private func refuse(_ lines: [ConfigurationProblems.Line]) {
    let more = lines.count > 1 ? " (and \(lines.count - 1) more)" : ""
    health.noteRefused(lines.first.map { "\($0.place): \($0.message)\(more)" } ?? "unreadable")
    for line in lines {
      diagnostics.write(
        .error, "configuration refused", ["place": line.place, "error": line.message, "fix": line.fix])
    }
  }

  private static func stamps(_ configuration: Configuration) -> [FileStamp] {
    [FileStamp(configuration.path)] + configuration.tls.stamps
  }
}
