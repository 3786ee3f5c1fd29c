/// What decisions need of one role beside the sets it is in.
struct CompiledRole: Sendable {
  let hours: [TimeWindow]
  let networks: [Network]
  let requirement: Requirement
  /// `Int64.max` for no limit.
  let maximumTokens: Int64
  /// Guarded fields, by bit.
  let fields: UInt64

  init(_ role: RoleDocument, fields names: [String]) {
    hours = role.hours
    networks = role.networks
    requirement = role.requirement
    maximumTokens = role.maximumTokens ?? .max
    fields = role.fields.reduce(0) { bits, field in
      names.firstIndex { $0.utf8.elementsEqual(field.value.utf8) }.map { bits | 1 << UInt64($0) } ?? bits
    }
  }

  func isOpen(at now: Int64) -> Bool { hours.isEmpty || hours.contain(now) }

  func reaches(_ address: NetworkAddress) -> Bool {
    if networks.isEmpty { return true }
    for network in networks where address.isIn(network) { return true }
    return false
  }

  /// When the role stops to apply; `Int64.max` for a role without hours.
  func end(after now: Int64) -> Int64 { hours.isEmpty ? .max : hours.end(after: now) }
}
