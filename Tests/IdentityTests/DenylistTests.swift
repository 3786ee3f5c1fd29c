import Testing

@testable import Identity

@Suite("The denylist and disabled users, for tokens")
struct DenylistTests {
  private static let now = TestIssuer.now

  @Test(
    "a subject, a session or a token that is denied is refused; those of others are not",
    arguments: [
      (DenylistEntry(kind: .subject, issuer: "corp", value: "ana"), true),
      (DenylistEntry(kind: .session, issuer: "corp", value: "session-1"), true),
      (DenylistEntry(kind: .token, issuer: "corp", value: "token-1"), true),
      (DenylistEntry(kind: .subject, issuer: "ci", value: "ana"), false),
      (DenylistEntry(kind: .subject, issuer: "corp", value: "Ana"), false),
      (DenylistEntry(kind: .token, issuer: "corp", value: "session-1"), false),
      (DenylistEntry(kind: .session, issuer: "corp", value: "session-2"), false),
    ])
  func entries(entry: DenylistEntry, isDenied: Bool) async throws {
    let bench = try TokenBench()
    let token = try bench.token()
    #expect(await bench.refusal(of: token) == nil)
    let before = bench.authenticator.generation
    bench.store.change { $0.denied[entry] = DenylistTests.now + 60 }
    #expect(bench.authenticator.generation != before)
    #expect(await bench.refusal(of: token) == (isDenied ? .denied : nil))
    #expect(await bench.refusal(of: token, now: DenylistTests.now + 60) == nil)
  }

  @Test("a disabled user's tokens are refused")
  func disabled() async throws {
    let bench = try TokenBench()
    let identifier = try #require(PrincipalIdentifier("corp:ana"))
    for isDisabled in [false, true] {
      let user = User(
        identifier: identifier, kind: .person, email: nil, groups: [], isDisabled: isDisabled, createdAt: 0)
      bench.store.change { $0.users[identifier] = user }
      #expect(await bench.refusal(of: try bench.token()) == (isDisabled ? .userDisabled : nil))
    }
  }

  @Test("names of principals: bytes, scoped, and nothing that misleads a reader")
  func identifiers() {
    #expect(PrincipalIdentifier("local:ana")?.name == Array("local:ana".utf8))
    #expect(PrincipalIdentifier("corp:urn:x:1")?.subject == "urn:x:1")
    #expect(PrincipalIdentifier("corp:\u{e9}") != PrincipalIdentifier("corp:e\u{301}"))
    for text in [
      "", "ana", ":ana", "local:", "Local:ana", "lo cal:ana", "local:a\nb", "local:a\u{1b}[1m", "local:\u{202e}a",
    ] {
      #expect(PrincipalIdentifier(text) == nil, "\(text.debugDescription)")
    }
  }

  @Test("every refusal has its own code, and a sentence that ends")
  func failures() {
    let all: [AuthenticationFailure] = [
      .unrecognized, .tooLong, .malformedKey, .unknownKey, .keyExpired, .keyRevoked, .userDisabled, .malformedToken,
      .untrustedIssuer, .algorithmRefused, .extensionRefused, .tokenTypeRefused, .identityTokenRefused,
      .signingKeyUnknown, .signatureInvalid, .tokenExpired, .tokenNotYetValid, .tokenTooOld, .audienceWrong,
      .claimMissing("x"), .denied, .keysUnavailable, .unavailable,
    ]
    #expect(Set(all.map(\.code)).count == all.count)
    #expect(all.allSatisfy { $0.message.hasSuffix(".") && !$0.message.contains("\n") })
  }
}
