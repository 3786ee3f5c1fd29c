extension CompiledPolicy {
  /// What the refusal's roles demand together; nil for a refusal that better proof would not turn around.
  public func requirement(of refusal: PolicyRefusal) -> Requirement? {
    guard case .insufficientAuthentication(var rest) = refusal.kind else { return nil }
    var merged = Requirement()
    while let role = rest.popFirst() { merged.tighten(by: roles[role].requirement) }
    return merged
  }

  /// The rule that refused, for logs: a role's name, or `default` where no role came into it.
  public func rule(of refusal: PolicyRefusal) -> [UInt8] {
    refusal.role.map { roleNames[$0] } ?? Array("default".utf8)
  }

  /// One sentence that says what a permit rests on.
  public func reason(for permit: borrowing Permit) -> String {
    "role \(Self.text(permit.roleName)) grants \(permit.action.name) on \(name(of: permit.target))"
  }

  /// The names of a set of roles, in their order.
  public func names(of roles: RoleSet) -> [String] {
    var rest = roles
    var names: [String] = []
    while let role = rest.popFirst() { names.append(Self.text(roleNames[role])) }
    return names
  }

  /// One sentence that says why, and what to do about it.
  ///
  /// - Parameter tool: the name of the tool the refusal points at, where the caller of this has it at hand.
  public func reason(for refusal: PolicyRefusal, tool: String? = nil) -> String {
    let role = refusal.role.map { "role " + Self.text(roleNames[$0]) } ?? "no role"
    let target = name(of: refusal.target)
    switch refusal.kind {
    case .noRole: return "you are a member of no role; ask for one that grants \(target)"
    case .keyScope: return "this API key is not made for \(refusal.action.name) on \(target); use a key with that scope"
    case .modelNotAllowed, .routeNotAllowed: return "no role of yours grants \(target); ask for one that does"
    case .actionNotAllowed:
      return "\(role) grants \(target) but not \(refusal.action.name); ask for that action"
    case .toolsOnly: return "\(role) grants \(target) only to calls that ask for one of the role's tools"
    case .toolNotAllowed:
      return "no role of yours allows the tool \(tool ?? "that the call asks for"); leave it out, or ask for it"
    case .fieldNotAllowed(let bit):
      return "the request field \(Self.text(fieldNames[bit])) is not allowed by \(role); leave it out, or ask for it"
    case .outsideHours: return "\(role) grants \(target) at other hours only; try again then"
    case .outsideNetwork: return "\(role) grants \(target) from other networks only; call from one of them"
    case .tokenLimit(let most): return "\(role) asks each call to limit its tokens to \(most) or less; set the limit"
    case .insufficientAuthentication:
      let demand = requirement(of: refusal)?.text ?? ""
      return "\(role) asks for \(demand); sign in again that way (an API key alone cannot)"
    }
  }

  private func name(of target: Facts.Target) -> String {
    switch target {
    case .model(let index): "model " + Self.text(modelNames[index])
    case .route(let index): "route " + Self.text(routeNames[index])
    case .modelList: "the list of models"
    }
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
