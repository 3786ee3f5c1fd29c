import Cryptography
import Testing

@testable import Identity

/// The numbers are those of the threat model's list of abuse cases.
@Suite("Abuse case 44 (CVE-2024-5798): claims that are missing or wrong")
struct ClaimsTests {
  private static let now = TestIssuer.now

  @Test(
    "44: issuer, audience, subject and times",
    arguments: [
      (["iss": nil], .claimMissing("iss")), (["iss": "\"https://evil.example\""], .untrustedIssuer),
      (["iss": "\"https://idp.example.org/\""], .untrustedIssuer),
      (["iss": "[\"https://idp.example.org\"]"], .malformedToken),
      (["aud": nil], .audienceWrong), (["aud": "\"other\""], .audienceWrong), (["aud": "[]"], .audienceWrong),
      (["aud": "[\"other\",\"models2\"]"], .audienceWrong), (["aud": "\"MODELS\""], .audienceWrong),
      (["aud": "{\"models\":1}"], .malformedToken), (["aud": "[\"models\",1]"], .malformedToken),
      (["exp": nil], .claimMissing("exp")), (["exp": "\"\(now + 600)\""], .malformedToken),
      (["exp": "\(now - 60)"], .tokenExpired), (["exp": "1e99"], .malformedToken), (["exp": "-1"], .malformedToken),
      (["exp": "null"], .malformedToken), (["exp": "99999999999999999999999"], .malformedToken),
      (["nbf": "\(now + 61)"], .tokenNotYetValid), (["nbf": "\"0\""], .malformedToken),
      (["iat": "\(now + 61)"], .tokenNotYetValid), (["iat": nil], .claimMissing("iat")),
      (["iat": "\(now - 86_460)"], .tokenTooOld), (["sub": nil], .claimMissing("sub")),
      (["sub": "\"\""], .malformedToken),
      (["sub": "1"], .claimMissing("sub")), (["sub": "\"a\\u0000b\""], .malformedToken),
      (["sub": "\"ana\\u202e\""], .malformedToken),
      (["sub": "\"\(String(repeating: "a", count: 256))\""], .malformedToken),
      (["jti": "1"], .malformedToken), (["sid": "[]"], .malformedToken), (["groups": "[1]"], .claimMissing("groups")),
      (["groups": "[\"\"]"], .claimMissing("groups")), (["groups": "[\"a\\nb\"]"], .claimMissing("groups")),
      (["groups": "{}"], .claimMissing("groups")), (["amr": "{}"], .malformedToken),
      (["auth_time": "\"x\""], .malformedToken),
    ] as [([String: String?], AuthenticationFailure)])
  func refused(changes: [String: String?], failure: AuthenticationFailure) async throws {
    let bench = try TokenBench()
    #expect(await bench.refusal(of: try bench.token(claims: TestIssuer.claims(changes))) == failure)
  }

  @Test("44: the skew is granted, and not a second more")
  func skew() async throws {
    let bench = try TokenBench()
    for changes in [
      ["exp": "\(ClaimsTests.now - 59)"], ["nbf": "\(ClaimsTests.now + 60)"], ["iat": "\(ClaimsTests.now + 60)"],
      ["iat": "\(ClaimsTests.now - 86_459)"], ["exp": "\(ClaimsTests.now + 1).75"], ["aud": "[\"other\",\"models\"]"],
    ] {
      #expect(await bench.refusal(of: try bench.token(claims: TestIssuer.claims(changes))) == nil, "\(changes)")
    }
    let strict = try TokenBench { $0.clockSkew = 0 }
    let expired = try strict.token(claims: TestIssuer.claims(["exp": "\(ClaimsTests.now)"]))
    #expect(await strict.refusal(of: expired) == .tokenExpired)
  }

  @Test("44: a principal's validity ends with `exp` or the maximum age, whichever is first")
  func validity() async throws {
    let bench = try TokenBench { $0.maximumAge = 100 }
    let principal = try await bench.principal(of: bench.token())
    #expect(principal.expires == ClaimsTests.now - 10 + 100 + 60)
    #expect(principal.notBefore == ClaimsTests.now - 10 - 60)
  }

  @Test(
    "44: an ID token is no access token, unless the settings say otherwise",
    arguments: [
      ["at_hash": "\"x\""], ["c_hash": "\"x\""], ["nonce": "\"x\""], ["typ": "\"ID\""], ["token_use": "\"id\""],
      ["nonce": "\"x\"", "typ": "\"ID\""], ["at_hash": "\"x\"", "typ": "\"Bearer\""],
    ] as [[String: String?]])
  func identityTokens(changes: [String: String?]) async throws {
    let bench = try TokenBench()
    let claims = TestIssuer.claims(changes)
    #expect(await bench.refusal(of: try bench.token(claims: claims)) == .identityTokenRefused)
    let lenient = try TokenBench { $0.refusesIdentityTokens = false }
    #expect(await lenient.refusal(of: try lenient.token(claims: claims)) == nil)
  }

  @Test("44: the type, when one is demanded")
  func types() async throws {
    let bench = try TokenBench { $0.tokenTypes = ["at+jwt"] }
    for (type, isAccepted) in [
      ("at+jwt", true), ("AT+JWT", true), ("application/at+jwt", true), ("JWT", false), ("", false),
      ("application/at+jwt/x", false), ("at+jwt ", false),
    ] {
      let token = try bench.token(header: #"{"alg":"ES256","kid":"k1","typ":"\#(type)"}"#)
      #expect(await bench.refusal(of: token) == (isAccepted ? nil : .tokenTypeRefused), "\(type)")
    }
    #expect(await bench.refusal(of: try bench.token()) == .tokenTypeRefused)
    let nonce = TestIssuer.claims(["nonce": "\"x\""])
    let access = try bench.token(header: #"{"alg":"ES256","kid":"k1","typ":"at+jwt"}"#, claims: nonce)
    #expect(await bench.refusal(of: access) == nil)
  }

  @Test("required claims, nested and listed")
  func requiredClaims() async throws {
    let bench = try TokenBench {
      $0.requiredClaims = [
        RequiredClaim(path: ["tenant"], values: ["t1", "t2"]),
        RequiredClaim(path: ["realm", "roles"], values: ["models"]),
        RequiredClaim(path: ["azp"]),
      ]
    }
    let good: [String: String?] = ["tenant": "\"t2\"", "realm": "{\"roles\":[\"x\",\"models\"]}", "azp": "\"cli\""]
    #expect(await bench.refusal(of: try bench.token(claims: TestIssuer.claims(good))) == nil)
    for (change, name) in [
      (["tenant": "\"t3\""], "tenant"), (["tenant": nil], "tenant"),
      (["realm": "{\"roles\":\"model\"}"], "realm.roles"),
      (["realm": "[]"], "realm.roles"), (["azp": "null"], "azp"), (["tenant": "[[\"t1\"]]"], "tenant"),
    ] as [([String: String?], String)] {
      let claims = TestIssuer.claims(good.merging(change) { $1 })
      #expect(await bench.refusal(of: try bench.token(claims: claims)) == .claimMissing(name))
    }
  }

  @Test("other claims for subject and groups; groups are the issuer's own")
  func otherClaims() async throws {
    let bench = try TokenBench {
      $0.subjectClaim = "preferred_username"
      $0.groupsClaim = ["realm_access", "roles"]
      $0.kind = .service
    }
    let claims = TestIssuer.claims([
      "preferred_username": "\"build-7\"", "realm_access": "{\"roles\":[\"local:admins\"]}",
    ])
    let principal = try await bench.principal(of: bench.token(claims: claims))
    #expect(principal.name == Array("corp:build-7".utf8) && principal.kind == .service)
    #expect(principal.groups == ["corp:local:admins"])
  }

  @Test("assurance is what the issuer states; an e-mail address only when verified")
  func assurance() async throws {
    let bench = try TokenBench()
    var changes: [String: String?] = [
      "amr": "[\"pwd\",\"otp\"]", "acr": "\"phr\"", "auth_time": "1799999000", "email": "\"ana@example.org\"",
    ]
    let unverified = try await bench.principal(of: bench.token(claims: TestIssuer.claims(changes)))
    #expect(unverified.email == nil)
    let stated = Assurance(methods: ["pwd", "otp"], contextClass: "phr", authenticatedAt: 1_799_999_000)
    #expect(unverified.assurance == stated)
    changes["email_verified"] = "true"
    #expect(try await bench.principal(of: bench.token(claims: TestIssuer.claims(changes))).email == "ana@example.org")
  }

  @Test("two issuers' tokens stay apart: each is checked with its own keys and settings")
  func twoIssuers() async throws {
    let (corp, other) = (TestIssuer(), TestIssuer())
    let (corpKey, otherKey) = (try PrivateKey.generate(.p256), try PrivateKey.generate(.ed25519))
    try corp.publish(corpKey, kid: "k")
    try other.publish(otherKey, kid: "k")
    let settings = [
      JWTIssuerSettings(name: "corp", issuer: TestIssuer.url, audiences: ["models"], keys: .url("https://a.example/k")),
      JWTIssuerSettings(
        name: "ci", issuer: "https://ci.example", audiences: ["models"], keys: .url("https://b.example/k")),
    ]
    let reading = KeyReading(
      fetch: { try await ($0 == "https://a.example/k" ? corp : other).fetch($0) }, file: corp.reading.file)
    let authenticator = try Authenticator(
      store: MemoryStore(), keyDigests: TokenBench.digests, issuers: settings, reading: reading)
    for issuer in 0...1 { #expect(await authenticator.refreshKeys(issuer: issuer, now: ClaimsTests.now)) }
    func outcome(_ iss: String, _ key: PrivateKey, _ algorithm: SignatureAlgorithm) throws -> String {
      let claims = TestIssuer.claims(["iss": "\"\(iss)\""])
      let header = #"{"alg":"\#(algorithm.rawValue)","kid":"k"}"#
      let token = try TestIssuer.token(header: header, claims: claims, key: key, algorithm: algorithm)
      switch authenticator.authenticate(token.span, now: ClaimsTests.now) {
      case .principal(let principal): return String(decoding: principal.name, as: UTF8.self)
      case .refused(let failure): return failure.code
      case .awaitingKeys: return "awaiting"
      }
    }
    #expect(try outcome(TestIssuer.url, corpKey, .es256) == "corp:ana")
    #expect(try outcome("https://ci.example", otherKey, .edDSA) == "ci:ana")
    #expect(try outcome("https://ci.example", corpKey, .es256) == "signing_key_unknown")
    #expect(try outcome(TestIssuer.url, otherKey, .edDSA) == "signing_key_unknown")
  }
}
