public import Transport

/// One loop's connections to one upstream's servers: each request goes where the fewest are under way.
///
/// Connections are used again while they live; there are at most so many, exchanges waiting in line beyond it.
public final class UpstreamPool {
  /// How the upstream is used.
  public let plan: UpstreamPlan
  /// The loop whose thread everything here runs on.
  public let loop: EventLoop
  let limits: UpstreamLimits
  var members: [PoolMember] = []
  let checksHealth: Bool
  var budget: RetryBudget
  var nextRefill: UInt64 = 0
  private var waiting: [(exchange: Exchange, since: UInt64)] = []
  // Where the search for a server begins, so that ties fall to each in turn.
  private var turn: Int
  /// Connections that stand or are being made.
  public private(set) var connectionCount = 0
  /// Exchanges that failed for want of a connection or a sound answer.
  public private(set) var failures = 0
  private(set) var isRetired = false

  /// `checksHealth` for the one loop that asks this upstream's servers how they are.
  public init(loop: EventLoop, plan: UpstreamPlan, places: [UpstreamPlace], checksHealth: Bool) {
    self.loop = loop
    self.plan = plan
    limits = plan.limits
    self.checksHealth = checksHealth
    budget = RetryBudget(plan.retries)
    turn = loop.index
    adopt(places)
  }

  /// Requests under way, over all servers.
  public var requestCount: Int { members.reduce(0) { $0 + $1.inFlight } }

  /// Exchanges in line for a connection.
  public var waitingCount: Int { waiting.count }

  /// Connections that wait for work.
  public var idleCount: Int { members.reduce(0) { $0 + $1.idle.count } }

  /// Servers that are not left out.
  public var usableServers: Int { members.reduce(0) { $0 + ($1.isUsable ? 1 : 0) } }

  // MARK: Requests

  /// Finds a connection for an exchange: the one used last, a new one, or a place in line.
  func serve(_ exchange: Exchange) {
    budget.earn()
    guard let member = choose(besides: nil) else { return failed(exchange, .unreachable) }
    if let upstream = member.takeIdle() {
      exchange.attempts += 1
      return upstream.begin(exchange)
    }
    connectOrWait(exchange, member)
  }

  private func connectOrWait(_ exchange: Exchange, _ member: PoolMember) {
    if connectionCount < limits.connections || closeSpare() { return connect(exchange, member) }
    if waiting.count < limits.waiting { return waiting.append((exchange, loop.now)) }
    failed(exchange, .tooBusy)
  }

  // The usable server with the fewest requests; where none is usable, any: checks and counts may be wrong, and to
  // refuse would make an outage of a suspicion.
  private func choose(besides tried: PoolMember?) -> PoolMember? {
    if members.count == 1 { return members[0] === tried ? nil : members[0] }
    if members.isEmpty { return nil }
    // Not for a retry: it would bring the turn back to the server that failed.
    if tried == nil { turn = turn &+ 1 }
    return least(besides: tried, onlyUsable: true) ?? least(besides: tried, onlyUsable: false)
  }

  private func least(besides tried: PoolMember?, onlyUsable: Bool) -> PoolMember? {
    let count = members.count
    var index = Int(UInt(bitPattern: turn) % UInt(count))
    var best: PoolMember?
    for _ in 0..<count {
      let member = members[index]
      index = index + 1 == count ? 0 : index + 1
      if onlyUsable && !member.isUsable || member === tried { continue }
      if let best, !isBetter(member, than: best, tried != nil) { continue }
      best = member
    }
    return best
  }

  // For a second try a server that did not just fail comes first.
  private func isBetter(_ member: PoolMember, than best: PoolMember, _ isRetry: Bool) -> Bool {
    if isRetry && member.failures != best.failures { return member.failures < best.failures }
    return member.inFlight < best.inFlight
  }

  private func connect(_ exchange: Exchange, _ member: PoolMember) {
    exchange.attempts += 1
    switch member.place.open(on: loop) {
    case .failed(let failure):
      noteFailure(of: member)
      retry(exchange, failure, from: member)
    case .opened(let descriptor, let session):
      guard let upstream = Upstream(pool: self, member: member, descriptor: descriptor, tls: session) else {
        return failed(exchange, .unreachable)
      }
      connectionCount += 1
      upstream.begin(exchange)
    }
  }

  /// Another try, elsewhere, of what cannot have been read or only reads; `orThere` where the same server will do.
  func retry(_ exchange: Exchange, _ failure: UpstreamFailure, from member: PoolMember, orThere: Bool = false) {
    exchange.upstream = nil
    let fallback = orThere && !member.isLeaving ? member : nil
    guard exchange.attempts < plan.retries.attempts, let next = choose(besides: member) ?? fallback else {
      return failed(exchange, failure)
    }
    guard budget.spend() else {
      plan.tally.noteRefusedRetry()
      return failed(exchange, failure)
    }
    plan.tally.noteRetry()
    connectOrWait(exchange, next)
  }

  private func failed(_ exchange: Exchange, _ failure: UpstreamFailure) {
    failures += 1
    exchange.fail(failure)
  }

  // MARK: Connections

  /// A connection is free: the next in line has it, or it waits.
  func recycle(_ upstream: Upstream) {
    let member = upstream.member
    if member.isLeaving || !waiting.isEmpty && !member.isUsable { return upstream.close() }
    if let next = takeWaiting() {
      next.attempts += 1
      return upstream.begin(next)
    }
    if isRetired { return upstream.close() }
    member.idle.append(upstream)
    upstream.waitForWork(until: loop.now + limits.keepAliveTimeout)
  }

  /// A connection is gone.
  func ended(_ upstream: Upstream) {
    connectionCount -= 1
    let member = upstream.member
    if let index = member.idle.firstIndex(where: { $0 === upstream }) { member.idle.remove(at: index) }
    // More than one: where a connection cannot even be begun, nobody else would wake the next in line.
    while connectionCount < limits.connections, let next = takeWaiting() {
      if let member = choose(besides: nil) { connect(next, member) } else { failed(next, .unreachable) }
    }
  }

  /// Makes a connection ahead of need.
  func connectAhead(_ member: PoolMember) {
    guard case .opened(let descriptor, let session) = member.place.open(on: loop),
      let upstream = Upstream(pool: self, member: member, descriptor: descriptor, tls: session)
    else { return member.pace.lost(age: 0, now: loop.now) }
    connectionCount += 1
    upstream.warm()
  }

  // At the limit an unused connection makes room, for it may lead to another server than the one that is wanted.
  private func closeSpare() -> Bool {
    guard let spare = members.first(where: { !$0.idle.isEmpty })?.idle.first else { return false }
    spare.close()
    return connectionCount < limits.connections
  }

  private func takeWaiting() -> Exchange? {
    waiting.isEmpty ? nil : waiting.removeFirst().exchange
  }

  /// An exchange ended while it may have been in line.
  func forget(_ exchange: Exchange) {
    if waiting.isEmpty { return }
    waiting.removeAll { $0.exchange === exchange }
  }

  /// Who has been in line for too long is told so.
  func dismissLate(now: UInt64) {
    while let first = waiting.first, now >= first.since + limits.waitTimeout {
      waiting.removeFirst()
      failed(first.exchange, .tooBusy)
    }
  }

  /// The upstream is no longer configured so: what is under way goes on, and no connection outlives its exchange.
  public func retire() {
    isRetired = true
    for member in members { closeIdle(member) }
  }

  func closeIdle(_ member: PoolMember) {
    let unused = member.idle
    member.idle = []
    for upstream in unused { upstream.close() }
  }

  // MARK: What servers are worth

  /// A response head was read.
  func noteAnswer(_ status: Int, of member: PoolMember) {
    if status >= 500, let rules = plan.ejection, rules.statuses.contains(status) {
      note(failureOf: member)
    } else {
      member.succeeded()
    }
  }

  /// A request failed there, and through its fault.
  func noteFailure(of member: PoolMember) { note(failureOf: member) }

  /// An exchange failed that was not tried again.
  func countFailure() { failures += 1 }

  private func note(failureOf member: PoolMember) {
    guard let rules = plan.ejection, member.failed(rules), !member.isLeaving else { return }
    let ejected = members.reduce(1) { $0 + ($1.isEjected ? 1 : 0) }
    guard ejected * 100 <= members.count * rules.maximumShare else { return }
    member.eject(rules, now: loop.now)
    closeIdle(member)
  }
}
