import Audit
import Bytes
import HTTP
import Identity
import ModelAPI
import Policy
import Proxy

/// The life of a request: accept, parse, identify, understand, decide, intend, forward, meter, settle, record.
///
/// One per event loop. Accepting and parsing have happened when `arrived` is called (`Proxy/Downstream`), forwarding
/// and relaying happen in `Proxy`. Every early return refuses; nothing but a `Permit` reaches an upstream.
final class Pipeline {
  let gateway: Gateway
  let desk: Desk

  init(gateway: Gateway, desk: Desk) {
    self.gateway = gateway
    self.desk = desk
  }

  /// A sound head has arrived: what is asked for, and who asks?
  func arrived(_ call: Call) -> HeadVerdict {
    switch gateway.directory.find(call) {
    case .unknown: return call.refuse(.unknownPath)
    case .wrongMethod(let allow): return call.refuse(.wrongMethod(allow))
    case .endpoint(let endpoint): call.destination = .endpoint(endpoint)
    case .route(let index): call.destination = .route(index)
    }
    return identify(call)
  }

  /// Who calls? A credential seen before is found in the loop's cache; any other is verified by a worker meanwhile.
  private func identify(_ call: Call) -> HeadVerdict {
    switch desk.recognise(call) {
    case .caller(let caller): return identified(call, caller)
    case .refused(let refusal): return call.refuse(refusal)
    case .unknown(let credential):
      return desk.verify(credential, for: call) ? .parked : call.refuse(.busy)
    }
  }

  /// The worker's answer.
  func verified(_ call: Call, _ result: Result<IdentifiedCaller, AuthenticationFailure>) {
    switch result {
    case .success(let caller): call.proceed(identified(call, caller))
    case .failure(let failure): call.proceed(call.refuse(.authentication(failure)))
    }
  }

  /// The caller is known: the body may come.
  private func identified(_ call: Call, _ caller: IdentifiedCaller) -> HeadVerdict {
    call.caller = caller
    do throws(CallRefusal) { try call.checkHead() } catch { return call.refuse(.call(error)) }
    return .collectBody
  }

  /// The request is complete: what does it ask?
  func completed(_ call: Call) {
    switch desk.read(call) {
    case .read(let result): understood(call, result)
    case .elsewhere: break
    case .busy: _ = call.refuse(.busy)
    }
  }

  /// A body became a `ModelCall`, or was refused for having two readings. May it, and is that on record?
  func understood(_ call: Call, _ result: Result<Reading, CallRefusal>) {
    guard let caller = call.caller else { return }
    do throws(CallRefusal) { call.take(try result.get()) } catch {
      _ = call.refuse(.call(error))
      return
    }
    switch decide(call, caller) {
    case .refuse(let refusal): _ = call.refuse(.policy(refusal))
    case .permit(let permit): intend(call, caller, permit)
    }
  }

  /// May they: pure, synchronous, deny by default.
  private func decide(_ call: Call, _ caller: IdentifiedCaller) -> Decision {
    let tools = call.tools.names
    let facts = Facts(
      now: desk.unixSeconds, action: call.action, target: call.policyTarget, address: call.networkAddress,
      tools: ToolNames(tools.span), fields: UInt64(call.features.rawValue),
      tokenLimit: call.tokenLimit.map(Int64.init))
    return gateway.policy.decide(facts, for: caller.standing(under: gateway.policy))
  }

  /// On record before the first byte goes upstream; what cannot be recorded is not done.
  private func intend(_ call: Call, _ caller: IdentifiedCaller, _ permit: consuming Permit) {
    let rule = desk.names.rule(permit.role)
    call.permitted(by: rule)
    do throws(JournalError) {
      let path = call.path
      let tools = call.tools.text
      let ticket = try desk.journal.append(call.intent(caller, rule), path: path.readable, tools: tools.span)
      call.isIntended = true
      guard desk.isDurable(ticket) else { return desk.wait(for: ticket, call, permit) }
      carryOut(call, permit)
    } catch {
      _ = call.refuse(.journal(error))
    }
  }

  /// Forwarded, or answered here where the answer is the gateway's own.
  func carryOut(_ call: Call, _ permit: consuming Permit) {
    if let answer = call.ownAnswer(permit) { return call.answer(answer) }
    guard let pool = desk.pool(for: call) else { return call.upstreamFailed(.unreachable) }
    call.prepareBody()
    call.forward(to: pool, spending: permit)
    desk.forwarded(call)
  }

  /// Over: settled and recorded, however it ended.
  func ended(_ call: Call, _ end: ExchangeEnd) {
    let usage = call.usage
    let now = desk.now
    if call.isIntended { desk.journal.settle(call.outcome(end, usage, now: now)) }
    desk.metrics.record(call, gateway.positions, end, usage, now: now)
    desk.log(call, end, usage, now: now)
  }
}
