import Audit
import Bytes
import Cryptography
import HTTP
import ModelAPI
import Policy
import Proxy
import Telemetry
import Transport

/// One request with all that the pipeline has found out about it; reused between requests.
final class Call: Exchange {
  private let current: CurrentPipeline
  /// What serves the request under way to its end, whatever is configured meanwhile.
  private(set) var pipeline: Pipeline
  var destination: Destination?
  var caller: IdentifiedCaller?
  var tools = ToolText()
  /// The rule that permitted the call; nil while none has.
  private var permission: CallRule?
  /// Whether the intent is on record, so that an outcome must follow.
  var isIntended = false
  /// Why the call was refused; nil while it was not.
  private(set) var refusal: GatewayRefusal?
  private(set) var model: ModelIndex?
  private(set) var modelCall: ModelCall?
  /// The upstream the request is meant for, once it was read; nil for an answer of the gateway's own.
  private(set) var upstreamIndex: Int?
  private var promptDigest: Digest32?
  private var splices: BodySplices?
  private let meter = ResponseMeter()
  /// A permit that waits for its intent to be on the disk.
  private var waitingPermit: Permit?

  init(server: Server, current: CurrentPipeline) {
    self.current = current
    pipeline = current.pipeline
    super.init(server: server)
  }

  // MARK: What is asked

  /// Keeps what was read of the request.
  func take(_ reading: Reading) {
    switch reading {
    case .nothing: break
    case .model(let index): model = index
    case .call(let call, let digest):
      modelCall = call
      model = call.model
      promptDigest = digest
      tools.set(call.tools)
    }
    upstreamIndex = findUpstream()
  }

  /// Policy permits the call.
  func permitted(by rule: CallRule) { permission = rule }

  /// Reads a request without a body: of the endpoints answered here only that for one model names one.
  func readPath(_ endpoint: Endpoint, _ catalogue: ModelCatalogue) throws(CallRefusal) -> Reading {
    guard endpoint == .model || endpoint == .anthropicModel else { return .nothing }
    let path = path
    let range = pipeline.gateway.directory.endpoints.modelRange(in: path.readable) ?? 0..<0
    let name = path.readable.extracting(range)
    guard let index = catalogue.lookup(name), catalogue[index].dialects.contains(endpoint.dialect) else {
      throw .modelUnknown(name: name.array())
    }
    return .model(index)
  }

  /// Checks what a request to a model API says outside its body.
  func checkHead() throws(CallRefusal) {
    guard case .endpoint(let endpoint) = destination else { return }
    let head = head
    let result = withHead { bytes -> Result<Void, CallRefusal> in
      do throws(CallRefusal) {
        try RequestRules.checkQuery(bytes.slice(head.query), endpoint: endpoint)
        if head.contentEncoding != .none { try RequestRules.checkContentEncoding(bytes.slice(head.contentEncoding)) }
        guard endpoint.isForwarded else { return .success(()) }
        if head.contentType == .none {
          try RequestRules.checkMissingContentType(endpoint: endpoint)
        } else {
          try RequestRules.checkContentType(bytes.slice(head.contentType), endpoint: endpoint)
        }
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// The rule that decided: the role that permitted, or what policy says of a refusal.
  var rule: [UInt8] {
    if case .policy(let refusal) = refusal { return pipeline.gateway.policy.rule(of: refusal) }
    return permission?.role ?? []
  }

  /// What was decided, for the access log.
  var verdict: LogFields? {
    guard let refusal else { return permission?.fields }
    return LogFields(decision: Array(pipeline.desk.refusals.code(refusal).utf8), rule: rule)
  }

  /// What is asked for, as the logs name it; nil where it is nothing the gateway knows.
  var target: CallTarget? { pipeline.desk.names.target(destination, model, head.method) }

  var policyVersion: [UInt8] { pipeline.gateway.policy.version }

  var action: Policy.Action {
    switch destination {
    case .endpoint(let endpoint): Policy.Action(endpoint.action)
    case .route, nil: head.method.isSafe ? .read : .write
    }
  }

  var policyTarget: Facts.Target {
    if case .route(let index) = destination { return .route(index) }
    return model.map { .model($0.rawValue) } ?? .modelList
  }

  var features: GuardedFields { modelCall?.features ?? [] }

  var tokenLimit: Int? { modelCall?.tokenLimit }

  var isStream: Bool { modelCall?.isStream ?? false }

  private func findUpstream() -> Int? {
    switch destination {
    case .route(let index): pipeline.gateway.routeUpstreams[index]
    case .endpoint(let endpoint) where endpoint.isForwarded: model.map { pipeline.gateway.catalogue[$0].upstream }
    default: nil
    }
  }

  var usage: TokenUsage { meter.usage }

  var firstEventAt: UInt64? { meter.firstEventAt }

  var networkAddress: NetworkAddress {
    if isClientUnknown { return .unknown }
    let client = client
    return NetworkAddress(v6High: client.high, low: client.low)
  }

  var errorShape: ErrorShape {
    if case .endpoint(let endpoint) = destination { return ErrorShape(endpoint.dialect) }
    return ErrorShape.likely(forPath: path)
  }

  // MARK: What becomes of it

  /// Answers with an error; the verdict is for the pipeline to hand on.
  func refuse(_ refusal: GatewayRefusal) -> HeadVerdict {
    self.refusal = refusal
    pipeline.desk.record(refusal, of: self)
    answer(pipeline.desk.refusals.answer(refusal, to: self))
    return .settled
  }

  /// The edits that turn the body into the upstream's, and what of the response is to be changed back.
  func prepareBody() {
    // In place: a copy of a call counts references.
    if modelCall == nil { return }
    splices = BodySplices(
      modelCall!, model: pipeline.gateway.catalogue[modelCall!.model], bodyLength: requestBytes,
      storeAllowed: modelCall!.features.contains(GuardedField.store))
    isFiltering = modelCall!.injectsUsage
  }

  func keep(_ permit: consuming Permit) { waitingPermit = consume permit }

  /// The intent is on the disk: goes on where it waited.
  func intentIsDurable() {
    guard let permit = waitingPermit.take() else { return }
    pipeline.carryOut(self, permit)
  }

  /// The intent could not be brought to the disk: nothing goes upstream.
  func intentIsLost() {
    guard let permit = waitingPermit.take() else { return }
    _ = consume permit
    _ = refuse(.journal(.unwritable))
  }

  // MARK: Hooks

  override func headReceived() -> HeadVerdict { pipeline.arrived(self) }

  override func bodyCollected() { pipeline.completed(self) }

  override func refuse(_ error: HeadError) { _ = refuse(GatewayRefusal.head(error)) }

  override func refuse(_ reason: TransportRefusal) { _ = refuse(GatewayRefusal.transport(reason)) }

  override func upstreamFailed(_ failure: UpstreamFailure) { _ = refuse(.upstream(failure)) }

  override var upstreamContentType: StaticString? { modelCall == nil ? nil : "application/json" }

  override func upstreamBodyLength(_ original: Int) -> Int { splices?.length ?? original }

  override func writeUpstreamBody(_ body: Span<UInt8>, into buffer: ByteBuffer) {
    if splices == nil { return buffer.append(body) }
    splices!.append(body, to: buffer)
  }

  override func responseHeadReceived(_ head: ResponseHead, _ bytes: Span<UInt8>) {
    let framing = modelCall == nil ? .opaque : ModelAPI.ResponseFraming(contentType: bytes.slice(head.contentType))
    let removes = head.status == 200 && (modelCall?.injectsUsage ?? false)
    meter.reset(framing: framing, removingUsage: removes)
    isFiltering = meter.isFilter
  }

  override func observe(_ bytes: Span<UInt8>) { meter.observe(bytes, now: pipeline.desk.loop.now) }

  override func filter(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
    meter.filter(bytes, now: pipeline.desk.loop.now, into: &output)
  }

  override func finishFilter(into output: inout [UInt8]) { meter.finish(into: &output) }

  override func writeInterruption(_ end: ExchangeEnd, into output: inout [UInt8]) {
    // In the middle of an event another one would be read as part of it.
    guard case .endpoint(let endpoint) = destination, isStream, !meter.isMidEvent else { return }
    ErrorShape.writeEvent(pipeline.desk.refusals.interruption(end, of: self), endpoint: endpoint, into: &output)
  }

  override func ended(_ end: ExchangeEnd) {
    // A client may leave once it has read the dialect's own end, before the last bytes of framing are sent.
    let hasAll = end == .clientLeft && isStream && meter.isComplete && (downstream?.outbound.isEmpty ?? false)
    pipeline.ended(self, hasAll ? .completed : end)
  }

  override func reset() {
    super.reset()
    // Here and in `init` only: a change of configuration drops the spare exchanges (`Server.adopt`), so that one lent
    // later knows what is in force.
    if pipeline !== current.pipeline { pipeline = current.pipeline }
    destination = nil
    caller = nil
    tools.removeAll()
    permission = nil
    upstreamIndex = nil
    isIntended = false
    refusal = nil
    model = nil
    modelCall = nil
    promptDigest = nil
    splices = nil
    waitingPermit = nil
    meter.reset(framing: .opaque, removingUsage: false)
  }
}

extension Call {
  /// What is put on record before anything goes upstream.
  func intent(_ caller: IdentifiedCaller, _ rule: CallRule) -> Intent {
    guard let target else { preconditionFailure("what policy permits has a name") }
    return Intent(
      id: Audit.RequestID(high: requestID.high, low: requestID.low), time: Int64(startedRealtime / 1_000_000),
      caller: caller.record, client: clientText, target: target.record, rule: rule.record,
      promptDigest: promptDigest, requestBytes: UInt64(requestBytes), tokenLimit: tokenLimit.map(UInt64.init),
      streams: isStream, toolCount: UInt32(tools.names.count))
  }

  /// Whether the gateway answers this itself, and what; the list of models holds what the permit's roles may see.
  func ownAnswer(_ permit: borrowing Permit) -> Answer? {
    guard case .endpoint(let endpoint) = destination, !endpoint.isForwarded, let caller else { return nil }
    return pipeline.desk.lists.answer(endpoint, model: model, caller, permit)
  }
}
