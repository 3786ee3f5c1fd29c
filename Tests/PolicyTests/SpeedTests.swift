import Testing

@testable import Policy

@Suite("Speed")
struct SpeedTests {
  /// Twenty roles, three of them the caller's, a proof and a tool to check.
  @Test("A decision is fast enough to be taken on every call", .timeLimit(.minutes(1)))
  func decisionTime() throws {
    let place = SourcePosition(line: 1, column: 1)
    let roles = (0..<20).map { index in
      Sample.role("r\(index)") { role in
        role.members = .named(users: [Located(index % 8 == 0 ? "local:ana" : "local:u\(index)", place)], groups: [])
        role.tools = [Located("sql_*", place)]
        role.requirement = Requirement(factors: 1, maximumAge: 3600)
      }
    }
    let policy = try Sample.compile(roles)
    let caller = Caller(name: Array("local:ana".utf8), methods: ["pwd"], authenticatedAt: Sample.now)
    let standing = policy.standing(of: caller)
    let tools = [Array("sql_query".utf8)]
    let rounds = 100_000
    var permits = 0
    let time = ContinuousClock().measure {
      for round in 0..<rounds {
        let facts = Facts(
          now: Sample.now + Int64(round & 15), action: .chat, target: .model(0), address: .unknown,
          tools: ToolNames(tools.span))
        if case .permit = policy.decide(facts, for: standing) { permits += 1 }
      }
    }
    print("decision: \(time / rounds) each")
    #expect(permits == rounds)
    #expect(time / rounds < .microseconds(100), "a debug build is some hundred times slower than a release build")
  }
}
