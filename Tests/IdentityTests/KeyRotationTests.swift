import Cryptography
import Foundation
import Synchronization
import Testing

@testable import Identity

/// The numbers are those of the threat model's list of abuse cases.
@Suite("Abuse cases 42 and 43: issuers' keys over time")
struct KeyRotationTests {
  private static let now = TestIssuer.now

  private func attackerToken(kid: String) throws -> [UInt8] {
    try TestIssuer.token(
      header: #"{"alg":"ES256","kid":"\#(kid)"}"#, claims: TestIssuer.claims(), key: PrivateKey.generate(.p256),
      algorithm: .es256)
  }

  @Test("42: a flood of unknown key names asks the issuer once an interval")
  func flood() async throws {
    let bench = try TokenBench()
    for index in 0..<50 {
      #expect(await bench.refusal(of: try attackerToken(kid: "u\(index)")) == .signingKeyUnknown)
    }
    #expect(bench.issuer.requests.count == 1)
    for second in Int64(1)...60 {
      _ = await bench.refusal(of: try attackerToken(kid: "v\(second)"), now: KeyRotationTests.now + second)
    }
    #expect(bench.issuer.requests.count == 3)
    #expect(await bench.refusal(of: try bench.token(), now: KeyRotationTests.now + 60) == nil)
  }

  @Test("42: a token that would be refused anyway asks for nothing")
  func cheapRefusals() async throws {
    let bench = try TokenBench()
    for changes in [["exp": "1"], ["aud": "\"x\""], ["iss": "\"x\""]] as [[String: String?]] {
      let token = try bench.token(
        header: #"{"alg":"ES256","kid":"unknown"}"#, claims: TestIssuer.claims(changes))
      #expect(await bench.refusal(of: token) != nil)
    }
    #expect(bench.issuer.requests.isEmpty)
  }

  @Test("42: everybody who waits for the same keys causes one request")
  func coalescing() async throws {
    let bench = try TokenBench()
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 {
        group.addTask { await bench.authenticator.refreshKeys(issuer: 0, now: KeyRotationTests.now) }
      }
      for await _ in group {}
    }
    #expect(bench.issuer.requests.count == 1)
    #expect(await bench.refusal(of: try bench.token()) == nil)
  }

  @Test("42: while the first keys are on their way everybody waits for them, and nobody is turned away")
  func waiting() async throws {
    let bench = try TokenBench()
    let token = try bench.token()
    let (gate, opener) = AsyncStream<Void>.makeStream()
    let reading = KeyReading(
      fetch: {
        for await _ in gate {}
        return try await bench.issuer.fetch($0)
      }, file: bench.issuer.reading.file)
    let settings = JWTIssuerSettings(
      name: "corp", issuer: TestIssuer.url, audiences: ["models"], keys: .url("https://idp.example.org/jwks"))
    let authenticator = try Authenticator(
      store: bench.store, keyDigests: TokenBench.digests, issuers: [settings], reading: reading)
    async let first = authenticator.refreshKeys(issuer: 0, now: KeyRotationTests.now)
    async let second = authenticator.refreshKeys(issuer: 0, now: KeyRotationTests.now)
    for _ in 0..<100 {
      guard case .awaitingKeys(issuer: 0) = authenticator.authenticate(token.span, now: KeyRotationTests.now) else {
        return #expect(Bool(false), "turned away")
      }
      await Task.yield()
    }
    opener.finish()
    #expect(await [first, second] == [true, true])
    #expect(bench.issuer.requests.count == 1)
    guard case .principal = authenticator.authenticate(token.span, now: KeyRotationTests.now) else {
      return #expect(Bool(false), "refused")
    }
  }

  @Test("a new key works as soon as a token names it")
  func newKey() async throws {
    let bench = try TokenBench()
    #expect(await bench.refusal(of: try bench.token()) == nil)
    let generation = bench.authenticator.generation
    let next = try PrivateKey.generate(.ed25519)
    try bench.issuer.publish(next, kid: "k2")
    let token = try TestIssuer.token(
      header: #"{"alg":"EdDSA","kid":"k2"}"#, claims: TestIssuer.claims(), key: next, algorithm: .edDSA)
    #expect(await bench.refusal(of: token, now: KeyRotationTests.now + 29) == .signingKeyUnknown)
    #expect(await bench.refusal(of: token, now: KeyRotationTests.now + 30) == nil)
    #expect(bench.authenticator.generation != generation)
  }

  @Test("43 (CVE-2025-22149): a removed key stops working within the keys' lifetime, cached tokens too")
  func removedKey() async throws {
    let bench = try TokenBench()
    let token = try bench.token(claims: TestIssuer.claims(["exp": "\(KeyRotationTests.now + 7200)"]))
    #expect(await bench.refusal(of: token) == nil)
    let generation = bench.authenticator.generation
    bench.issuer.withdrawAll()
    #expect(await bench.refusal(of: token, now: KeyRotationTests.now + 299) == nil)
    #expect(await bench.refusal(of: token, now: KeyRotationTests.now + 300) == .signingKeyUnknown)
    #expect(bench.authenticator.generation != generation)
  }

  @Test("43: keys that cannot be read again stay, up to the named limit; never read, nothing is accepted")
  func staleKeys() async throws {
    let bench = try TokenBench()
    let token = try bench.token(claims: TestIssuer.claims(["exp": "\(KeyRotationTests.now + 7200)"]))
    bench.issuer.state.withLock { $0.isFailing = true }
    #expect(await bench.refusal(of: token) == .keysUnavailable)
    bench.issuer.state.withLock { $0.isFailing = false }
    let start = KeyRotationTests.now + 30
    #expect(await bench.refusal(of: token, now: start) == nil)
    bench.issuer.state.withLock { $0.isFailing = true }
    #expect(await bench.refusal(of: token, now: start + 3599) == nil)
    #expect(await bench.refusal(of: token, now: start + 3600) == .keysUnavailable)
    #expect(AuthenticationFailure.keysUnavailable.isTemporary)
    bench.issuer.state.withLock { $0.isFailing = false }
    #expect(await bench.refusal(of: token, now: start + 3630) == nil)
  }

  @Test("43: a document that is no key set leaves the old keys; a valid set without keys removes them")
  func brokenDocuments() async throws {
    let bench = try TokenBench()
    let url = "https://idp.example.org/jwks"
    #expect(await bench.refusal(of: try bench.token()) == nil)
    var now = KeyRotationTests.now
    for document in ["", "<html>", "{}", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}", "[]", "{\"keys\":[]} x"] {
      now += 30
      bench.issuer.state.withLock { $0.documents[url] = document }
      #expect(await bench.authenticator.refreshKeys(issuer: 0, now: now) == false, "\(document)")
      let claims = TestIssuer.claims(["exp": "\(now + 600)"])
      #expect(await bench.refusal(of: try bench.token(claims: claims), now: now) == nil)
    }
    bench.issuer.state.withLock { $0.documents[url] = "{\"keys\":[]}" }
    #expect(await bench.authenticator.refreshKeys(issuer: 0, now: now + 30))
    #expect(await bench.refusal(of: try bench.token(), now: now + 30) == .signingKeyUnknown)
  }

  @Test("the control plane reads keys that are due, and says whose could not be read")
  func dueKeys() async throws {
    let bench = try TokenBench()
    #expect(await bench.authenticator.refreshDueKeys(now: KeyRotationTests.now).isEmpty)
    #expect(await bench.authenticator.refreshDueKeys(now: KeyRotationTests.now + 299).isEmpty)
    #expect(bench.issuer.requests.count == 1)
    bench.issuer.state.withLock { $0.isFailing = true }
    #expect(await bench.authenticator.refreshDueKeys(now: KeyRotationTests.now + 300) == ["corp"])
    #expect(await bench.authenticator.refreshKeys(issuer: 7, now: KeyRotationTests.now) == false)
  }

  @Test("a token without `kid` is tried on the keys that fit; two keys of one name are neither used")
  func names() async throws {
    let bench = try TokenBench()
    #expect(await bench.refusal(of: try bench.token(header: #"{"alg":"ES256"}"#)) == nil)
    let twins = try TokenBench()
    try twins.issuer.publish(PrivateKey.generate(.p256), kid: "k1")
    #expect(await twins.refusal(of: try twins.token()) == .signingKeyUnknown)
  }

  @Test(
    "keys for encryption, for other operations or other algorithms do not verify",
    arguments: [
      #","use":"enc""#, #","key_ops":["encrypt"]"#, #","key_ops":"verify""#, #","alg":"ES384""#, #","alg":"HS256""#,
      #","alg":null"#, #","use":1"#,
    ])
  func unfitKeys(extra: String) throws {
    let key = try PrivateKey.generate(.p256)
    let set = "{\"keys\":[\(try TestIssuer.jwk(key, kid: "k", extra: extra))]}"
    #expect(JSONWebKeySet(Array(set.utf8))?.keys.isEmpty == true)
  }

  @Test("symmetric keys are never read, and the number of keys is bounded")
  func keySets() throws {
    let symmetric = #"{"keys":[{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","kid":"k"}]}"#
    #expect(JSONWebKeySet(Array(symmetric.utf8))?.keys.isEmpty == true)
    let many = Array(repeating: "{}", count: IdentityLimits.keysInSet + 1).joined(separator: ",")
    #expect(JSONWebKeySet(Array("{\"keys\":[\(many)]}".utf8)) == nil)
    let large = String(repeating: " ", count: IdentityLimits.keySetLength)
    #expect(JSONWebKeySet(Array("{\"keys\":[]}\(large)".utf8)) == nil)
  }

  @Test("discovery: the document must name exactly this issuer and an https address")
  func discovery() async throws {
    let bench = try TokenBench { $0.keys = .discovery }
    let address = "https://idp.example.org/.well-known/openid-configuration"
    var now = KeyRotationTests.now
    for document in [
      #"{"issuer":"https://idp.example.org/","jwks_uri":"https://idp.example.org/k"}"#,
      #"{"issuer":"https://evil.example","jwks_uri":"https://idp.example.org/k"}"#,
      #"{"jwks_uri":"https://idp.example.org/k"}"#, #"{"issuer":"https://idp.example.org"}"#,
      #"{"issuer":"https://idp.example.org","jwks_uri":"http://127.0.0.1/k"}"#,
      #"{"issuer":"https://idp.example.org","jwks_uri":"file:///etc/passwd"}"#,
    ] {
      bench.issuer.state.withLock { $0.documents[address] = document }
      #expect(await bench.authenticator.refreshKeys(issuer: 0, now: now) == false, "\(document)")
      now += 30
    }
    #expect(bench.issuer.requests.allSatisfy { $0 == address })
    let good = #"{"issuer":"https://idp.example.org","jwks_uri":"https://idp.example.org/k"}"#
    bench.issuer.state.withLock { $0.documents[address] = good }
    #expect(await bench.refusal(of: try bench.token(), now: now) == nil)
    #expect(bench.issuer.requests.last == "https://idp.example.org/k")
  }

  @Test("keys from a file, read again when it changes; a missing file leaves the old ones")
  func file() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("jwks-\(UUID().uuidString).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bench = try TokenBench { $0.keys = .file(path: path) }
    #expect(await bench.refusal(of: try bench.token()) == .keysUnavailable)
    try Data("{\"keys\":[\(try TestIssuer.jwk(bench.key, kid: "k1"))]}".utf8).write(to: URL(fileURLWithPath: path))
    #expect(await bench.refusal(of: try bench.token(), now: KeyRotationTests.now + 30) == nil)
    try FileManager.default.removeItem(atPath: path)
    #expect(await bench.refusal(of: try bench.token(), now: KeyRotationTests.now + 400) == nil)
  }
}
