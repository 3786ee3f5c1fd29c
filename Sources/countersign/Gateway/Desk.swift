import Audit
import Bytes
import HTTP
import Identity
import ModelAPI
import Policy
import Proxy
import Telemetry
import Transport

/// What one loop keeps to serve requests without a lock: cache, reader, journal, metrics, log and upstream pools.
final class Desk {
  let loop: EventLoop
  let gateway: Gateway
  let reader: CallReader
  let names: Names
  let refusals: Refusals
  let lists: ModelLists
  let journal: CallJournal
  let metrics: CallMetrics
  private let cache: CredentialCache<IdentifiedCaller>
  private let accessLog: AccessLog?
  let upstreams: [UpstreamGroup]
  let pools: [UpstreamPool]
  private let idText = ByteBuffer()
  private var forwardedCalls = 0

  /// Of so many calls that go upstream one has the gateway's own part in it measured.
  static let callsPerTiming = 8

  /// How many verified credentials one loop remembers.
  static let cachedCredentials = 16_384

  init(
    loop: EventLoop, _ arrangement: Arrangement, journal: CallJournal, metrics: CallMetrics, accessLog: AccessLog?
  ) {
    let gateway = arrangement.gateway
    self.loop = loop
    self.gateway = gateway
    reader = CallReader()
    self.journal = journal
    self.metrics = metrics
    self.accessLog = accessLog
    names = Names(gateway)
    refusals = Refusals(gateway)
    lists = ModelLists(gateway)
    cache = CredentialCache(capacity: Self.cachedCredentials)
    upstreams = arrangement.upstreams
    pools = arrangement.upstreams.indices.map { arrangement.pool($0, on: loop) }
  }

  /// The desk of a new configuration: journal, metrics, logs and the pools of unchanged upstreams go on; callers are
  /// verified anew.
  init(after previous: Desk, _ arrangement: Arrangement) {
    let gateway = arrangement.gateway
    loop = previous.loop
    self.gateway = gateway
    reader = previous.reader
    journal = previous.journal
    metrics = previous.metrics
    accessLog = previous.accessLog
    names = Names(gateway)
    refusals = Refusals(gateway)
    lists = ModelLists(gateway)
    cache = previous.cache
    cache.removeAll()
    let (loop, old) = (loop, previous.pools)
    upstreams = arrangement.upstreams
    pools = arrangement.kept.enumerated().map { index, kept in
      kept.map { old[$0] } ?? arrangement.pool(index, on: loop)
    }
    for (index, pool) in old.enumerated() where !arrangement.kept.contains(index) { pool.retire() }
  }

  var unixSeconds: Int64 { loop.unixSeconds }

  /// Monotonic nanoseconds.
  var now: UInt64 { Clock.monotonic() }

  func pool(for call: Call) -> UpstreamPool? { call.upstreamIndex.map { pools[$0] } }

  // MARK: Identification

  /// What the loop knows of the credential that a request carries.
  enum Recognition {
    case caller(IdentifiedCaller)
    case refused(GatewayRefusal)
    /// Not seen before, or not lately enough: the credential, for a worker.
    case unknown([UInt8])
  }

  func recognise(_ call: Call) -> Recognition {
    let head = call.head
    return call.withHead { bytes -> Recognition in
      switch PresentedCredential(head, bytes) {
      case .none: return .refused(.noCredential)
      case .contradictory: return .refused(.twoCredentials)
      case .malformed: return .refused(.malformedCredential)
      case .token(let range):
        let token = bytes.slice(range)
        guard let caller = cache.lookup(token, now: unixSeconds, generation: gateway.authenticator.generation) else {
          metrics.countCache(hit: false)
          return .unknown(token.array())
        }
        metrics.countCache(hit: true)
        return .caller(caller)
      }
    }
  }

  /// Has a worker verify a credential; false when the workers have too much to do.
  func verify(_ credential: [UInt8], for call: Call) -> Bool {
    guard let connection = call.downstream?.token else { return false }
    let verification = Verification(
      gateway: gateway, mailbox: loop.mailbox, connection: connection, request: call.requestID, credential: credential)
    return verification.submit()
  }

  /// A worker has verified a credential: remembered, and the request that waited goes on if it still waits.
  func verified(_ verification: Verification, _ result: Result<IdentifiedCaller, AuthenticationFailure>) {
    // What another configuration's issuers vouched for serves the request that waited for it, and no other.
    if case .success(let caller) = result, verification.gateway === gateway {
      let principal = caller.principal
      cache.insert(
        verification.credential.span, caller, generation: principal.generation, notBefore: principal.notBefore,
        expires: principal.expires, now: unixSeconds)
    }
    guard let call = waiting(verification.connection, verification.request) else { return }
    call.pipeline.verified(call, result)
  }

  private func waiting(_ connection: SourceToken, _ request: Proxy.RequestID) -> Call? {
    guard let downstream = loop.source(connection) as? Downstream, let call = downstream.exchange as? Call,
      call.isServing(request)
    else { return nil }
    return call
  }

  // MARK: Reading

  /// Bodies longer than this, in bytes, are read by a worker: a few hundred microseconds would keep others waiting.
  static let largeBody = 128 * 1024

  func read(_ call: Call) -> ReadingPlace {
    guard case .endpoint(let endpoint) = call.destination else { return .read(.success(.nothing)) }
    if !endpoint.isForwarded {
      do throws(CallRefusal) {
        return .read(.success(try call.readPath(endpoint, gateway.catalogue)))
      } catch {
        return .read(.failure(error))
      }
    }
    if call.requestBytes > Self.largeBody { return readElsewhere(call, endpoint) ? .elsewhere : .busy }
    let (gateway, reader) = (gateway, reader)
    return .read(
      call.withBody(padding: StrictJSON.padding) { body, length in
        Reading.read(body, length: length, endpoint, reader, gateway)
      })
  }

  // The worker gets a copy: the connection's own buffer goes when the client does.
  private func readElsewhere(_ call: Call, _ endpoint: Endpoint) -> Bool {
    guard let connection = call.downstream?.token else { return false }
    let body = call.withBody { body, _ in body.array() }
    let (gateway, mailbox, request) = (gateway, loop.mailbox, call.requestID)
    return gateway.workers.submit {
      let result = Reading.read(body.span, length: body.count, endpoint, CallReader(), gateway)
      mailbox.post { loop in
        guard let desk = (loop.root as? LoopRoot)?.desk, let call = desk.waiting(connection, request) else { return }
        call.pipeline.understood(call, result)
      }
    }
  }

  // MARK: The record

  /// Whether a call may go on at once; under `durability: power` only when its intent is on the disk.
  func isDurable(_ ticket: Ticket) -> Bool { journal.isDurable(ticket) }

  func wait(for ticket: Ticket, _ call: Call, _ permit: consuming Permit) {
    call.keep(permit)
    journal.park(call, until: ticket)
  }

  /// A call went upstream. One in so many is timed, for asking the clock is not free.
  func forwarded(_ call: Call) {
    forwardedCalls &+= 1
    if forwardedCalls % Self.callsPerTiming == 1 { metrics.loop.decided(nanoseconds: now - call.startedAt) }
  }

  /// A refusal is counted, and of a known caller recorded.
  func record(_ refusal: GatewayRefusal, of call: Call) {
    metrics.countRefusal(refusals.code(refusal))
    journal.record(refusal, of: call, code: refusals.code(refusal), status: refusals.status(refusal))
  }

  func flushLog() { accessLog?.flush() }

  func log(_ call: Call, _ end: ExchangeEnd, _ usage: TokenUsage, now: UInt64) {
    guard let accessLog else { return }
    let path = call.path
    let id = idText
    id.removeAll()
    call.requestID.write(into: id)
    var record = AccessRecord()
    call.fill(&record, end, usage, self, now: now)
    accessLog.append(record, id: id.readable, path: path.readable)
  }
}
