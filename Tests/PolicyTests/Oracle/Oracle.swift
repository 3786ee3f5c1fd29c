@testable import Policy

/// Decides calls the slow, obvious way, straight from the sentences of Policy.md.
struct Oracle {
  enum Answer: Equatable {
    case permit(role: String, deadline: Int64, models: Set<String>)
    case refuse(code: String, role: String?, detail: Int64)
  }

  let roles: [PlainRole]
  let models: [String]
  let fields: [String]
  let zones: Zones

  func decide(_ call: PlainCall) -> Answer {
    let mine = roles.filter { isMember(call, of: $0) }
    guard !mine.isEmpty else { return refuse("no_role") }
    guard scopeAllows(call) else { return refuse("key_scope") }
    let named = mine.filter { names($0, call) }
    guard !named.isEmpty else { return refuse(call.route == nil ? "model_not_allowed" : "route_not_allowed") }
    let acting = named.filter { ($0.actions ?? [.chat, .complete]).contains(call.action) }
    guard !acting.isEmpty else { return refuse("action_not_allowed", named[0]) }
    let taking = acting.filter { takesPart($0, call) }
    guard !taking.isEmpty else {
      return call.tools.isEmpty ? refuse("tools_only", acting[0]) : refuse("tool_not_allowed", acting[0])
    }
    let near = taking.filter { reaches($0, call) }
    let granting = near.filter { isOpen($0, call.now) }
    guard !granting.isEmpty else {
      return near.isEmpty ? refuse("outside_network", taking[0]) : refuse("outside_hours", near[0])
    }
    return excess(granting, call) ?? prove(granting, call)
  }

  private func excess(_ granting: [PlainRole], _ call: PlainCall) -> Answer? {
    if roles.contains(where: { $0.tools != nil }) {
      for (index, tool) in call.tools.enumerated() where !granting.contains(where: { allows($0, tool) }) {
        return refuse("tool_not_allowed", granting[0], Int64(index))
      }
    }
    for (bit, field) in fields.enumerated() where call.fields.contains(field) {
      if !granting.contains(where: { $0.fields.contains(field) }) {
        return refuse("field_not_allowed", granting[0], Int64(bit))
      }
    }
    guard call.action == .chat || call.action == .complete else { return nil }
    guard let most = granting.compactMap(\.maximumTokens).min() else { return nil }
    if let limit = call.tokenLimit, limit <= most { return nil }
    return refuse("token_limit", granting[0], most)
  }

  private func prove(_ granting: [PlainRole], _ call: PlainCall) -> Answer {
    let unmet = granting.filter { !isMet($0.requirement, call) }
    let met = granting.filter { isMet($0.requirement, call) }
    let isList = call.model == nil && call.route == nil
    guard unmet.isEmpty || (isList && !met.isEmpty) else { return refuse("insufficient_authentication", unmet[0]) }
    let ends = met.map { role in (role: role, end: end(role, call.now), alone: coversAlone(role, call)) }
    let alone = ends.filter(\.alone)
    let longest = alone.map(\.end).max()
    let basis = alone.first { $0.end == longest }?.role ?? met[0]
    let shut = longest ?? ends.map(\.end).min()!
    let proofs = met.compactMap { $0.requirement.maximumAge.map { call.authenticatedAt! + $0 } }
    let deadline = ([shut, call.expires] + proofs).min()!
    let listed = isList ? models.filter { mayList($0, granting, unmet, call) } : []
    return .permit(role: basis.name, deadline: deadline, models: Set(listed))
  }

  private func mayList(_ model: String, _ granting: [PlainRole], _ unmet: [PlainRole], _ call: PlainCall) -> Bool {
    let names = { (role: PlainRole) in role.models.contains { Glob.matches($0, model) } }
    let scoped = call.scope.map { scope in
      scope.models.map { $0.contains { Glob.matches($0, model) } } ?? (scope.routes == nil)
    }
    return granting.contains(where: names) && !unmet.contains(where: names) && scoped ?? true
  }

  private func refuse(_ code: String, _ role: PlainRole? = nil, _ detail: Int64 = 0) -> Answer {
    .refuse(code: code, role: role?.name, detail: detail)
  }

  private func isMember(_ call: PlainCall, of role: PlainRole) -> Bool {
    role.everyone || role.users.contains { Glob.matches($0, call.user) }
      || role.groups.contains { pattern in call.groups.contains { Glob.matches(pattern, $0) } }
  }

  private func scopeAllows(_ call: PlainCall) -> Bool {
    guard let scope = call.scope else { return true }
    if let actions = scope.actions, !actions.contains(call.action.name) { return false }
    if let model = call.model {
      return scope.models.map { $0.contains { Glob.matches($0, model) } } ?? (scope.routes == nil)
    }
    if let route = call.route {
      return scope.routes.map { $0.contains { Glob.matches($0, route) } } ?? (scope.models == nil)
    }
    return models.contains { model in
      scope.models.map { $0.contains { Glob.matches($0, model) } } ?? (scope.routes == nil)
    }
  }

  private func names(_ role: PlainRole, _ call: PlainCall) -> Bool {
    if let model = call.model { return role.models.contains { Glob.matches($0, model) } }
    if let route = call.route { return role.routes.contains { Glob.matches($0, route) } }
    return !role.models.isEmpty
  }

  private func takesPart(_ role: PlainRole, _ call: PlainCall) -> Bool {
    role.tools == nil || role.actions != nil || call.tools.contains { allows(role, $0) }
  }

  private func allows(_ role: PlainRole, _ tool: String) -> Bool {
    role.tools?.contains { Glob.matches($0, tool) } ?? false
  }

  private func reaches(_ role: PlainRole, _ call: PlainCall) -> Bool {
    guard !role.networks.isEmpty else { return true }
    guard let address = call.address else { return false }
    return role.networks.contains { BitText.contains($0, address) }
  }

  private func coversAlone(_ role: PlainRole, _ call: PlainCall) -> Bool {
    call.fields.allSatisfy(role.fields.contains)
      && (!roles.contains { $0.tools != nil } || call.tools.allSatisfy { allows(role, $0) })
  }

  private func isMet(_ requirement: Requirement, _ call: PlainCall) -> Bool {
    let kinds = [["pwd", "pin"], ["otp", "hwk", "swk"], ["fpt", "face"]]
    var factors = kinds.count { kind in kind.contains { call.methods.contains($0) } }
    if call.methods.contains("mfa") { factors = max(factors, 2) }
    let classes = requirement.contextClasses.allSatisfy { demanded in
      call.contextClass == demanded || (demanded == "phr" && call.contextClass == "phrh")
    }
    var isFresh = true
    if let most = requirement.maximumAge {
      let age = call.authenticatedAt.map { call.now - $0 }
      isFresh = age.map { $0 <= most && $0 >= -60 } ?? false
    }
    return factors >= requirement.factors && classes && isFresh
      && requirement.methods.allSatisfy(call.methods.contains)
  }

  private func isOpen(_ role: PlainRole, _ now: Int64) -> Bool {
    role.hours.isEmpty || role.hours.contains { isOpen($0, now) }
  }

  /// Minute by minute of the wall clock: the day now, or the day before for a window over midnight.
  func isOpen(_ hours: PlainRole.Hours, _ now: Int64) -> Bool {
    let local = now + zones.offset(hours.zone, at: now)
    let minute = Int(local % 86400) / 60
    let today = Int((local / 86400 + 3) % 7)
    let yesterday = (today + 6) % 7
    if hours.from < hours.to { return hours.days.contains(today) && minute >= hours.from && minute < hours.to }
    return (hours.days.contains(today) && minute >= hours.from)
      || (hours.days.contains(yesterday) && minute < hours.to)
  }

  /// The first quarter of an hour at which the role is shut, or eight days ahead.
  func end(_ role: PlainRole, _ now: Int64) -> Int64 {
    guard !role.hours.isEmpty else { return .max }
    var moment = now
    repeat { moment += 900 - moment % 900 } while isOpen(role, moment) && moment - now < 8 * 86400
    return min(moment, now + 8 * 86400)
  }
}
