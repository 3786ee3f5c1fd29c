import Policy
import Proxy
import Synchronization
import Transport

/// One upstream of the running gateway: its plan, and the addresses its targets have now.
///
/// A target whose name has several addresses is as many places, each with connections and health of its own.
final class UpstreamGroup: Sendable {
  /// A word for the operator about a name.
  struct Finding: Sendable, Equatable {
    let message: String
    let target: String
    let reason: String
  }

  let plan: UpstreamPlan
  let settings: UpstreamSettings
  private let targets: [UpstreamTarget]
  private let watch: AddressGuard

  private struct State {
    /// By target.
    var places: [[UpstreamPlace]]
    /// What was last said about each target.
    var findings: [[Finding]]
    /// When the names are resolved again, monotonic nanoseconds; 0 while that is under way.
    var due: UInt64
  }

  private let state: Mutex<State>

  /// What a name server said of a target, and what may be used of it.
  private struct Look {
    var allowed: [SocketAddress] = []
    var dropped: [(SocketAddress, AddressGuard.Objection)] = []
  }

  /// Resolves every name; throws a ``CommandFailure`` where one does not exist or leads where it must not.
  ///
  /// A name server that does not answer keeps nothing from starting: the names are tried again.
  init(_ settings: UpstreamSettings, loops: Int, _ watch: AddressGuard) throws {
    self.settings = settings
    self.watch = watch
    plan = UpstreamPlan(settings, loops: loops)
    targets = try settings.targets.map { try UpstreamTarget($0, of: settings) }
    var places: [[UpstreamPlace]] = []
    for (target, setting) in zip(targets, settings.targets) {
      places.append(try Self.firstPlaces(target, setting, settings, watch))
    }
    let isComplete = !places.contains { $0.isEmpty }
    state = Mutex(
      State(
        places: places, findings: targets.map { _ in [] },
        due: isComplete ? Clock.monotonic() + settings.resolutionInterval : 1))
  }

  /// In the order of the configuration, then of the name server.
  var places: [UpstreamPlace] { state.withLock { $0.places.flatMap { $0 } } }

  /// Whether names are to be resolved now; if so, nobody else is told so until `refresh` has been called.
  func takeTurn(now: UInt64) -> Bool {
    guard settings.targets.contains(where: \.hasName) else { return false }
    return state.withLock { state in
      guard state.due != 0, now >= state.due else { return false }
      state.due = 0
      return true
    }
  }

  /// Gives the turn back unused.
  func putOff() { state.withLock { $0.due = Clock.monotonic() + Nanoseconds.perSecond } }

  /// Resolves the names again, which blocks. What cannot be resolved keeps its addresses.
  /// - Returns: whether anything changed, and what is new to be said.
  func refresh() -> (isChanged: Bool, news: [Finding]) {
    var isChanged = false
    var news: [Finding] = []
    for index in targets.indices where settings.targets[index].hasName {
      let found = resolve(index)
      state.withLock { state in
        if let addresses = found.addresses, addresses != state.places[index].map(\.address) {
          state.places[index] = merge(addresses, state.places[index], index)
          isChanged = true
        }
        if found.findings != state.findings[index] { news += found.findings }
        state.findings[index] = found.findings
      }
    }
    state.withLock { $0.due = Clock.monotonic() + settings.resolutionInterval }
    return (isChanged, news)
  }

  // Addresses in one order whatever order a name server turns them to; nil for those there are.
  private func resolve(_ index: Int) -> (addresses: [SocketAddress]?, findings: [Finding]) {
    let (target, setting) = (targets[index], settings.targets[index])
    do throws(ResolutionError) {
      let found = try Self.look(setting, settings, watch)
      let findings = found.dropped.map { address, objection in
        Finding(
          message: "an address of an upstream is not used", target: target.name,
          reason: "\(address.text) \(objection.sentence)")
      }
      // Where everything is forbidden the old addresses are no better: whoever changed the name meant it.
      return (found.allowed, findings)
    } catch {
      return (
        nil,
        [Finding(message: "the name of an upstream cannot be resolved", target: target.name, reason: error.reason)]
      )
    }
  }

  private func merge(_ addresses: [SocketAddress], _ old: [UpstreamPlace], _ index: Int) -> [UpstreamPlace] {
    addresses.map { address in
      old.first { $0.address == address } ?? Self.place(targets[index], address, settings.targets[index])
    }
  }

  private static func place(
    _ target: UpstreamTarget, _ address: SocketAddress, _ setting: UpstreamSettings.Target
  ) -> UpstreamPlace {
    UpstreamPlace(
      target: target, address: address, name: setting.hasName ? "\(target.name) at \(address.text)" : target.name)
  }

  private static func firstPlaces(
    _ target: UpstreamTarget, _ setting: UpstreamSettings.Target, _ settings: UpstreamSettings, _ watch: AddressGuard
  ) throws -> [UpstreamPlace] {
    let found: Look
    do throws(ResolutionError) { found = try look(setting, settings, watch) } catch {
      if error.isTemporary { return [] }
      throw CommandFailure(
        "upstream \(settings.name): the name \(error.host) has no address (\(error.reason))",
        fix: "correct its url, or the name server")
    }
    if found.allowed.isEmpty, let (address, objection) = found.dropped.first {
      throw CommandFailure(
        "upstream \(settings.name): \(target.name) leads to \(address.text), which \(objection.sentence)",
        fix: objection.fix)
    }
    return found.allowed.map { place(target, $0, setting) }
  }

  private static func look(
    _ setting: UpstreamSettings.Target, _ settings: UpstreamSettings, _ watch: AddressGuard
  ) throws(ResolutionError) -> Look {
    var found = Look()
    guard case .tcp(let host, let port) = setting.address else {
      if case .unix(let path) = setting.address { found.allowed = [.unix(path: path)] }
      return found
    }
    for address in try Resolver.addresses(of: host, port: port).sorted(by: { $0.isBefore($1) }) {
      guard case .internet(let number, _) = address else { continue }
      let objection = watch.objection(
        to: NetworkAddress(number), port: port, allowsLinkLocal: settings.allowsLinkLocal)
      if let objection { found.dropped.append((address, objection)) } else { found.allowed.append(address) }
    }
    return found
  }
}

extension UpstreamSettings.Target {
  /// Whether its address has to be asked for.
  var hasName: Bool {
    guard case .tcp(let host, _) = address else { return false }
    return NetworkAddress(parsing: host) == nil
  }
}

extension SocketAddress {
  fileprivate var text: String {
    guard case .internet(let address, _) = self else { return "unix" }
    return String(decoding: address.text, as: UTF8.self)
  }

  /// Any fixed order.
  fileprivate func isBefore(_ other: SocketAddress) -> Bool {
    guard case .internet(let mine, _) = self, case .internet(let its, _) = other else { return false }
    return (mine.high, mine.low) < (its.high, its.low)
  }
}
