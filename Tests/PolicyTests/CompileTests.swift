import Testing

@testable import Policy

@Suite("Roles that cannot mean what was intended")
struct CompileTests {
  private static let place = SourcePosition(line: 9, column: 7)

  private static func located(_ text: String) -> Located<String> { Located(text, place) }

  private static let mistakes: [(String, @Sendable (inout RoleDocument) -> Void)] = [
    ("has no members", { $0.members = .named(users: [], groups: []) }),
    ("which issuer", { $0.members = .named(users: [located("ana")], groups: []) }),
    ("which issuer", { $0.members = .named(users: [located("*")], groups: []) }),
    ("which issuer", { $0.members = .named(users: [located("*:ana")], groups: []) }),
    ("which issuer", { $0.members = .named(users: [], groups: [located("corp:")]) }),
    ("grants nothing", { $0.models = [] }),
    ("no model named qwn", { $0.models = [located("qwn")] }),
    ("no route named x", { $0.routes = [located("x")] }),
    ("which actions", { $0.actions = nil }),
    ("without an action", { $0.actions = [Located(.read, place)] }),
    ("without an action", { $0.routes = [located("reports")] }),
    (
      "no model that may use",
      {
        $0.models = []
        $0.routes = [located("reports")]
        $0.tools = [located("x")]
      }
    ),
    ("is no tool pattern", { $0.tools = [located("*********")] }),
    ("not a guarded", { $0.fields = [located("metdata")] }),
    ("asks for 4 factors", { $0.requirement.factors = 4 }),
    ("max_age", { $0.requirement.maximumAge = 0 }),
    ("max_age", { $0.requirement.maximumAge = .max }),
    ("allows no token", { $0.maximumTokens = 0 }),
  ]

  @Test("Each is found, with what to do", arguments: mistakes.indices)
  func mistakesAreFound(index: Int) {
    let (words, change) = Self.mistakes[index]
    do {
      _ = try Sample.compile([Sample.role("engineer", change)])
      Issue.record("\(words) went through")
    } catch {
      #expect(error.list.contains { $0.message.contains(words) && !$0.fix.isEmpty }, "\(error)")
    }
  }

  @Test("All are reported at once")
  func allAtOnce() {
    let first = Sample.role("a") { $0.models = [Self.located("nope")] }
    let second = Sample.role("a") { $0.actions = nil }
    #expect { try Sample.compile([first, second]) } throws: { ($0 as? PolicyProblems)?.list.count == 3 }
  }

  @Test("256 roles compile and all count; one more is refused")
  func mostRoles() throws {
    let roles = (0..<RoleSet.capacity).map { index in
      Sample.role("r\(index)") { role in
        role.members = .named(users: [Self.located("local:u\(index)")], groups: [])
      }
    }
    let policy = try Sample.compile(roles)
    for index in [0, 63, 64, 127, 128, 191, 192, 255] {
      let caller = Caller(name: Array("local:u\(index)".utf8))
      #expect(policy.names(of: policy.standing(of: caller).roles) == ["r\(index)"])
      #expect(Sample.refusal(policy, caller) == nil)
    }
    #expect(throws: PolicyProblems.self) { try Sample.compile(roles + [Sample.role("surplus")]) }
  }

  @Test("No roles: everything is refused")
  func denyByDefault() throws {
    let policy = try Sample.compile([])
    #expect(Sample.refusal(policy, Caller(name: Array("local:ana".utf8)))?.kind == .noRole)
  }

  @Test("Names are bytes: an equivalent spelling is someone else")
  func namesAreBytes() throws {
    let policy = try Sample.policy { $0.members = .named(users: [Self.located("local:rene\u{301}")], groups: []) }
    #expect(Sample.refusal(policy, Caller(name: Array("local:ren\u{E9}".utf8)))?.kind == .noRole)
    #expect(Sample.refusal(policy, Caller(name: Array("LOCAL:rene\u{301}".utf8)))?.kind == .noRole)
    #expect(Sample.refusal(policy, Caller(name: Array("local:rene\u{301}".utf8))) == nil)
  }

  @Test("A standing of another policy is not decided on")
  func standingsBelongToOnePolicy() async throws {
    let policy = try Sample.compile([Sample.role()])
    let other = try Sample.compile([Sample.role()])
    let standing = other.standing(of: Caller(name: Array("local:ana".utf8)))
    #expect(standing.isUnder(other) && !standing.isUnder(policy))
    await #expect(processExitsWith: .failure) {
      let policy = try Sample.compile([Sample.role()])
      let other = try Sample.compile([Sample.role()])
      let standing = other.standing(of: Caller(name: Array("local:ana".utf8)))
      let facts = Facts(
        now: Sample.now, action: .chat, target: .model(0), address: .unknown, tools: ToolNames())
      _ = policy.decide(facts, for: standing)
    }
  }

  @Test("Every refusal has a sentence, a word and a rule")
  func reasons() throws {
    let policy = try Sample.policy { $0.requirement = Requirement(factors: 1) }
    let kinds: [PolicyRefusal.Kind] = [
      .noRole, .keyScope, .modelNotAllowed, .routeNotAllowed, .actionNotAllowed, .toolsOnly, .toolNotAllowed(0),
      .fieldNotAllowed(0), .outsideHours, .outsideNetwork, .tokenLimit(5), .insufficientAuthentication(RoleSet(0)),
    ]
    var sentences: Set<String> = []
    for kind in kinds {
      let refusal = PolicyRefusal(kind: kind, role: 0, action: .chat, target: .model(0))
      let reason = policy.reason(for: refusal, tool: "deploy")
      #expect(reason.contains(";") || kind == .toolsOnly, "\(reason) does not say what to do")
      sentences.insert(reason)
      #expect(String(decoding: policy.rule(of: refusal), as: UTF8.self) == "engineer")
    }
    #expect(sentences.count == kinds.count - 1, "model and route share a sentence")
  }
}
