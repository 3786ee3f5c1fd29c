import Policy

/// Decisions under policies of one, twenty and two hundred roles.
enum PolicyBenchmarks {
  static var all: [Benchmark] { [1, 20, 200].map(decide) }

  // Every eighth role is the caller's; each names a model pattern, actions and a demand.
  private static func decide(roles count: Int) -> Benchmark {
    let policy = compile(roles: count)
    let caller = Caller(name: Array("local:ana".utf8), methods: ["pwd"], authenticatedAt: now)
    let standing = policy.standing(of: caller)
    return Benchmark("policy.decide.\(count)-roles", unit: "decision") { rounds in
      for round in 0..<rounds {
        let facts = Facts(
          now: now + Int64(round & 15), action: .chat, target: .model(0), address: .unknown, tools: ToolNames())
        guard case .permit = policy.decide(facts, for: standing) else { preconditionFailure("the role permits it") }
      }
    }
  }

  private static let now: Int64 = 1_790_000_000

  private static func compile(roles count: Int) -> CompiledPolicy {
    let place = SourcePosition(line: 1, column: 1)
    let roles = (0..<count).map { index in
      let user = index % 8 == 0 ? "local:ana" : "local:u\(index)"
      var role = RoleDocument(
        name: Located("role-\(index)", place), members: .named(users: [Located(user, place)], groups: []))
      role.models = [Located("llama*", place)]
      role.actions = [Located(.chat, place), Located(.embed, place)]
      role.requirement = Requirement(factors: 1, maximumAge: 3600)
      return role
    }
    let vocabulary = PolicyVocabulary(models: ["llama-3-8b", "smollm"], routes: [], fields: [])
    do {
      return try CompiledPolicy.compile(PolicyDocument(roles: roles), vocabulary, version: Array("1".utf8))
    } catch { preconditionFailure("\(error)") }
  }
}
