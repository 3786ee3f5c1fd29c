import Testing

@testable import Policy

@Suite("Compiled decisions are those of the oracle")
struct DifferentialTests {
  @Test("Thousands of random policies and calls", arguments: [1, 2, 3, 5, 8, 13, 21, 34] as [UInt64])
  func agree(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let zones = Zones()
    var seen: [String: Int] = [:]
    for round in 0..<200 {
      let roles = RandomPolicy.roles(&random)
      let oracle = Oracle(roles: roles, models: RandomPolicy.models, fields: RandomPolicy.fields, zones: zones)
      let policy = try Self.compile(roles, zones)
      for _ in 0..<12 {
        let call = RandomPolicy.call(&random)
        let expected = oracle.decide(call)
        let answer = Self.decide(policy, call)
        #expect(answer == expected, "seed \(seed) round \(round): \(call) under \(roles)")
        guard answer == expected else { return }
        seen[Self.kind(answer), default: 0] += 1
      }
    }
    #expect(seen["permit", default: 0] > 100, "the random calls must often be permitted: \(seen)")
    #expect(seen.count >= 12, "every kind of refusal must come up: \(seen)")
  }

  static func compile(_ roles: [PlainRole], _ zones: Zones) throws -> CompiledPolicy {
    let vocabulary = PolicyVocabulary(
      models: RandomPolicy.models, routes: RandomPolicy.routes, fields: RandomPolicy.fields)
    let document = PolicyDocument(roles: try roles.map { try $0.document(zones) })
    return try CompiledPolicy.compile(document, vocabulary, version: Array("v1".utf8))
  }

  static func decide(_ policy: CompiledPolicy, _ call: PlainCall) -> Oracle.Answer {
    let standing = policy.standing(of: call.caller)
    let target: Facts.Target =
      if let model = call.model {
        .model(RandomPolicy.models.firstIndex(of: model)!)
      } else if let route = call.route {
        .route(RandomPolicy.routes.firstIndex(of: route)!)
      } else {
        .modelList
      }
    let tools = call.tools.map { Array($0.utf8) }
    let bits = RandomPolicy.fields.indices.reduce(UInt64(0)) { bits, bit in
      call.fields.contains(RandomPolicy.fields[bit]) ? bits | 1 << UInt64(bit) : bits
    }
    let facts = Facts(
      now: call.now, action: call.action, target: target,
      address: call.address.flatMap(NetworkAddress.init(parsing:)) ?? .unknown, tools: ToolNames(tools.span),
      fields: bits, tokenLimit: call.tokenLimit)
    switch policy.decide(facts, for: standing) {
    case .permit(let permit):
      let listed = RandomPolicy.models.indices.filter { policy.mayList(model: $0, standing, under: permit) }
      return .permit(
        role: text(permit.roleName), deadline: permit.deadline, models: Set(listed.map { RandomPolicy.models[$0] }))
    case .refuse(let refusal):
      return .refuse(
        code: refusal.code.description, role: refusal.role.map { text(policy.roleNames[$0]) }, detail: detail(refusal))
    }
  }

  private static func detail(_ refusal: PolicyRefusal) -> Int64 {
    switch refusal.kind {
    case .toolNotAllowed(let index), .fieldNotAllowed(let index): Int64(index)
    case .tokenLimit(let most): most
    default: 0
    }
  }

  private static func kind(_ answer: Oracle.Answer) -> String {
    switch answer {
    case .permit: "permit"
    case .refuse(let code, _, _): code
    }
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
