import Testing

@testable import Policy

@Suite("Demands on proof")
struct ProofTests {
  @Test(
    "Kinds of factor count, not methods; presence is none",
    arguments: [
      ([], 0), (["pwd"], 1), (["pwd", "pin"], 1), (["otp", "hwk", "sms"], 1), (["pwd", "otp"], 2),
      (["pwd", "otp", "fpt"], 3), (["user"], 0), (["hwk", "user"], 1), (["mfa"], 2),
      (["mfa", "pwd", "otp", "face"], 3),
      (["geo", "rba", "wia", "mca"], 0), (["PWD"], 0), (["hwk", "hwk"], 1),
    ])
  func factors(methods: [String], count: Int) { #expect(Assurance.factors(methods) == count) }

  @Test("phrh meets phr, never the other way round; other classes meet themselves")
  func classes() {
    #expect(Assurance.meets("phr", proved: "phrh"))
    #expect(Assurance.meets("phr", proved: "phr"))
    #expect(!Assurance.meets("phrh", proved: "phr"))
    #expect(Assurance.meets("urn:x", proved: "urn:x"))
    #expect(!Assurance.meets("urn:x", proved: "phrh"))
    #expect(!Assurance.meets("phr", proved: nil))
    #expect(!Assurance.meets("caf\u{E9}", proved: "cafe\u{301}"))
  }

  @Test("Several requirements together are the strictest of each")
  func tighten() {
    var merged = Requirement(factors: 1, contextClasses: ["phr"], maximumAge: 900, methods: ["otp"])
    merged.tighten(by: Requirement(factors: 2, contextClasses: ["phrh"], maximumAge: 3600, methods: ["hwk", "otp"]))
    #expect(merged == Requirement(factors: 2, contextClasses: ["phrh"], maximumAge: 900, methods: ["otp", "hwk"]))
  }

  @Test("An API key proves nothing, and the refusal carries what is asked for")
  func keysAreRefused() throws {
    let policy = try Sample.policy { $0.requirement = Requirement(factors: 2, maximumAge: 900) }
    let refusal = try #require(Sample.refusal(policy, Caller(name: Array("local:ana".utf8))))
    guard case .insufficientAuthentication = refusal.kind else {
      Issue.record("\(refusal)")
      return
    }
    #expect(refusal.isCurable)
    #expect(policy.requirement(of: refusal) == Requirement(factors: 2, maximumAge: 900))
    #expect(policy.reason(for: refusal).contains("2 factors"))
  }

  @Test("The permit ends when the proof grows too old, to the second")
  func ageIsMeasuredNow() throws {
    let policy = try Sample.policy { $0.requirement = Requirement(factors: 1, maximumAge: 900) }
    var caller = Caller(name: Array("local:ana".utf8), methods: ["pwd"], authenticatedAt: Sample.now - 900)
    #expect(Sample.deadline(policy, caller) == Sample.now)
    caller.authenticatedAt = Sample.now - 901
    #expect(Sample.refusal(policy, caller)?.isCurable == true)
    caller.authenticatedAt = Sample.now + 61
    #expect(Sample.refusal(policy, caller)?.isCurable == true, "a proof from the future is none")
    caller.authenticatedAt = .min
    #expect(Sample.refusal(policy, caller)?.isCurable == true, "no arithmetic on nonsense")
    caller.authenticatedAt = .max
    #expect(Sample.refusal(policy, caller)?.isCurable == true)
  }
}
