import Policy

/// The call that `policy check` asks about, read from its options, and the decision on it.
struct PolicyQuestion {
  private let policy: CompiledPolicy
  private let caller: Caller
  private let action: Action
  private let target: Facts.Target
  private let tools: [[UInt8]]
  private let fields: UInt64
  private let address: NetworkAddress
  private let tokenLimit: Int64?
  private let now: Int64

  init(_ invocation: Invocation, _ configuration: Configuration) throws(CommandFailure) {
    policy = configuration.policy
    now = try invocation.time("at") ?? WallClock.now
    caller = try PolicyQuestion.caller(invocation, now)
    action = try PolicyQuestion.action(invocation)
    target = try PolicyQuestion.target(invocation, configuration, action)
    tools = invocation.list("tool").map { Array($0.utf8) }
    fields = try PolicyQuestion.fields(invocation.list("field"), configuration.policy)
    address = try PolicyQuestion.address(invocation)
    tokenLimit = try invocation.integer("max-tokens", in: 1...Int.max).map(Int64.init)
  }

  /// The decision in words, and whether it is a permit.
  func answer() -> (record: Record, isPermitted: Bool) {
    let standing = policy.standing(of: caller)
    let facts = Facts(
      now: now, action: action, target: target, address: address, tools: ToolNames(tools.span), fields: fields,
      tokenLimit: tokenLimit)
    var record = Record()
    let isPermitted: Bool
    switch policy.decide(facts, for: standing) {
    case .permit(let permit):
      isPermitted = true
      record.append("decision", .string("permit"))
      record.append("rule", .string("role " + String(decoding: permit.roleName, as: UTF8.self)))
      record.append("reason", .string(policy.reason(for: permit)))
      record.append("until", permit.deadline == .max ? .null : .time(permit.deadline))
    case .refuse(let refusal):
      isPermitted = false
      add(refusal, to: &record)
    }
    record.append("roles", .strings(policy.names(of: standing.roles)))
    record.append("policy", .string(String(decoding: policy.version, as: UTF8.self)))
    return (record, isPermitted)
  }

  private func add(_ refusal: PolicyRefusal, to record: inout Record) {
    let rule = String(decoding: policy.rule(of: refusal), as: UTF8.self)
    var tool: String?
    if case .toolNotAllowed(let index) = refusal.kind, index < tools.count {
      tool = String(decoding: tools[index], as: UTF8.self)
    }
    record.append("decision", .string("refuse"))
    record.append("rule", .string(refusal.role == nil ? rule : "role " + rule))
    record.append("code", .string(refusal.code.description))
    record.append("reason", .string(policy.reason(for: refusal, tool: tool)))
  }

  private static func caller(_ invocation: Invocation, _ now: Int64) throws(CommandFailure) -> Caller {
    let issuer = invocation.requiredText("issuer")
    let scoped = { (name: String) in name.utf8.contains(UInt8(ascii: ":")) ? name : "\(issuer):\(name)" }
    var methods = invocation.list("amr")
    let age = try invocation.duration("mfa-age")
    if let factors = try invocation.integer("factors", in: 1...Requirement.mostFactors) {
      guard methods.isEmpty else { throw .usage("--factors and --amr say the same thing; keep one of them") }
      methods = Array(["pwd", "otp", "fpt"].prefix(factors))
    } else if age != nil && methods.isEmpty {
      methods = ["mfa"]
    }
    let hasProof = !methods.isEmpty || invocation.text("acr") != nil
    return Caller(
      name: Array(scoped(invocation.requiredText("user")).utf8), groups: invocation.list("group").map(scoped),
      methods: methods, contextClass: invocation.text("acr"), authenticatedAt: hasProof ? now - (age ?? 0) : nil)
  }

  private static func action(_ invocation: Invocation) throws(CommandFailure) -> Action {
    guard let name = invocation.text("action") else { return invocation.text("route") == nil ? .chat : .read }
    if let action = Action(name: name) { return action }
    let words = Action.allCases.map(\.name)
    throw .usage(
      "there is no action '\(name)'\(NearestName.hint(name, in: words))", fix: "write \(words.joined(separator: ", "))")
  }

  private static func target(_ invocation: Invocation, _ configuration: Configuration, _ action: Action)
    throws(CommandFailure) -> Facts.Target
  {
    switch (invocation.text("model"), invocation.text("route")) {
    case (let name?, nil):
      let models = configuration.models
      if let index = models.firstIndex(where: { $0.name == name || $0.aliases.contains(name) }) { return .model(index) }
      throw unknown("model", name, models.map(\.name), configuration)
    case (nil, let name?):
      if let index = configuration.routes.firstIndex(where: { $0.name == name }) { return .route(index) }
      throw unknown("route", name, configuration.routes.map(\.name), configuration)
    case (nil, nil) where action == .list: return .modelList
    default: throw .usage("a call has either a --model or a --route", fix: "name one of them")
    }
  }

  private static func unknown(_ kind: String, _ name: String, _ names: [String], _ configuration: Configuration)
    -> CommandFailure
  {
    CommandFailure(
      "there is no \(kind) named \(PrintableText.line(name))\(NearestName.hint(name, in: names))",
      fix: "\(configuration.path) defines " + (names.isEmpty ? "none" : names.joined(separator: ", ")))
  }

  private static func fields(_ names: [String], _ policy: CompiledPolicy) throws(CommandFailure) -> UInt64 {
    var bits: UInt64 = 0
    for name in names {
      guard let bit = policy.fieldNames.firstIndex(of: Array(name.utf8)) else {
        let known = policy.fieldNames.map { String(decoding: $0, as: UTF8.self) }
        throw .usage(
          "\(name) is not a guarded field\(NearestName.hint(name, in: known))",
          fix: "guarded are \(known.joined(separator: ", "))")
      }
      bits |= 1 << UInt64(bit)
    }
    return bits
  }

  private static func address(_ invocation: Invocation) throws(CommandFailure) -> NetworkAddress {
    guard let text = invocation.text("ip") else { return .unknown }
    if let address = NetworkAddress(parsing: text) { return address }
    throw .usage("--ip is an IP address such as 10.1.2.3 or 2001:db8::1, not '\(text)'")
  }
}
