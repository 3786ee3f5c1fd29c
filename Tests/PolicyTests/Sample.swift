@testable import Policy

/// One role, one model, one call: what a test changes is what it is about.
enum Sample {
  static let now: Int64 = 1_741_384_800

  static func role(_ name: String = "engineer", _ change: (inout RoleDocument) -> Void = { _ in }) -> RoleDocument {
    let place = SourcePosition(line: 3, column: 5)
    var role = RoleDocument(
      name: Located(name, place), members: .named(users: [Located("local:ana", place)], groups: []))
    role.models = [Located("qwen", place)]
    role.actions = [Located(.chat, place)]
    change(&role)
    return role
  }

  static func compile(_ roles: [RoleDocument]) throws(PolicyProblems) -> CompiledPolicy {
    let vocabulary = PolicyVocabulary(models: ["qwen", "smollm"], routes: ["reports"], fields: ["metadata"])
    return try CompiledPolicy.compile(PolicyDocument(roles: roles), vocabulary, version: Array("v1".utf8))
  }

  static func policy(_ change: (inout RoleDocument) -> Void) throws -> CompiledPolicy {
    try compile([role("engineer", change)])
  }

  static func refusal(_ policy: CompiledPolicy, _ caller: Caller) -> PolicyRefusal? {
    let facts = Facts(now: now, action: .chat, target: .model(0), address: .unknown, tools: ToolNames())
    switch policy.decide(facts, for: policy.standing(of: caller)) {
    case .permit: return nil
    case .refuse(let refusal): return refusal
    }
  }

  static func deadline(_ policy: CompiledPolicy, _ caller: Caller) -> Int64? {
    let facts = Facts(now: now, action: .chat, target: .model(0), address: .unknown, tools: ToolNames())
    switch policy.decide(facts, for: policy.standing(of: caller)) {
    case .permit(let permit): return permit.deadline
    case .refuse: return nil
    }
  }
}
