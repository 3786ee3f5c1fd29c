import Cryptography
import Testing

@testable import Identity

/// The numbers are those of the threat model's list of abuse cases.
@Suite("API keys, abuse cases 49 and 64")
struct APIKeyTests {
  private let bench: TokenBench
  private let owner: PrincipalIdentifier
  private static let now = TestIssuer.now

  init() throws {
    bench = try TokenBench()
    owner = try #require(PrincipalIdentifier("local:ana"))
  }

  /// Stores a key of an enabled owner and gives its text.
  private func makeKey(
    expires: Int64? = nil, grant: KeyGrant? = nil, isDisabled: Bool = false
  ) -> (text: [UInt8], record: APIKeyRecord) {
    let minted = MintedAPIKey.mint(
      for: owner, label: "laptop", grant: grant, now: APIKeyTests.now, expires: expires, digests: TokenBench.digests)
    let user = User(
      identifier: owner, kind: .person, email: "ana@example.org", groups: ["eng"], isDisabled: isDisabled, createdAt: 0)
    bench.store.change {
      $0.users[owner] = user
      $0.keys[minted.record.id] = minted.record
    }
    return (Array(minted.text.utf8), minted.record)
  }

  @Test("a good key is its owner, narrowed by its grant, and its use is noted")
  func good() async throws {
    let grant = KeyGrant(actions: ["chat"], models: ["qwen*"])
    let (text, record) = makeKey(expires: APIKeyTests.now + 5, grant: grant)
    let principal = try await bench.principal(of: text)
    #expect(principal.name == Array("local:ana".utf8) && principal.groups == ["local:eng"])
    #expect(principal.credential == .apiKey(id: record.id) && principal.grant == grant)
    #expect(principal.email == "ana@example.org" && principal.assurance == .none)
    #expect(principal.expires == APIKeyTests.now + 5)
    #expect(bench.store.lastUse(of: record.id) == APIKeyTests.now)
    #expect(principal.generation == bench.authenticator.generation)
  }

  @Test("49 (CVE-2026-27840): every prefix, every extension and every changed character is refused")
  func truncated() async {
    let (text, record) = makeKey()
    for count in 0..<text.count { #expect(await bench.refusal(of: Array(text.prefix(count))) != nil) }
    for count in 1..<text.count { #expect(await bench.refusal(of: Array(text.dropFirst(count))) != nil) }
    for end in ["a", "\n", " ", "\u{0}", "_"] {
      #expect(await bench.refusal(of: text + Array(end.utf8)) == .malformedKey)
    }
    for index in text.indices {
      for replacement in Array("aA0_ \n.é".utf8) where replacement != text[index] {
        var changed = text
        changed[index] = replacement
        #expect(await bench.refusal(of: changed) != nil, "\(index)")
      }
    }
    #expect(bench.store.lastUse(of: record.id) == nil)
  }

  @Test("49: another secret with a right checksum under a known id is refused as an unknown key is")
  func otherSecret() async {
    let (text, record) = makeKey()
    for _ in 0..<20 {
      let (_, other) = APIKeyText.mint()
      let start = Array("cs_\(record.id)_".utf8)
      let body = start + other[start.count..<other.count - APIKeyText.checksumCount]
      let forged = body + Base62.encode(CRC32.checksum(body), count: APIKeyText.checksumCount)
      #expect(await bench.refusal(of: forged) == .unknownKey)
      #expect(await bench.refusal(of: other) == .unknownKey)
    }
    #expect(await bench.refusal(of: text) == nil)
  }

  @Test("49: what is stored is no credential, and differs under another root secret")
  func storedDigest() async throws {
    let (text, record) = makeKey()
    for stored in [
      record.digest.hex, "cs_\(record.id)_\(record.digest.hex)", Base64URL.encodeString(record.digest.bytes),
    ] {
      #expect(await bench.refusal(of: Array(stored.utf8)) != nil)
    }
    #expect(record.digest != SHA256.hash(text.span))
    let other = try #require(APIKeyDigests(roots: [1: Secret(Array(repeating: 8, count: 32).span)]))
    #expect(other.digest(text.span, version: 1) != record.digest)
  }

  @Test("expired, revoked and disabled: told to who holds the secret, effective with the next generation")
  func ends() async {
    let (text, record) = makeKey(expires: APIKeyTests.now + 10)
    #expect(await bench.refusal(of: text, now: APIKeyTests.now + 9) == nil)
    #expect(await bench.refusal(of: text, now: APIKeyTests.now + 10) == .keyExpired)
    let before = bench.authenticator.generation
    bench.store.change {
      $0.keys[record.id] = APIKeyRecord(
        id: record.id, digest: record.digest, digestVersion: 1, owner: owner, label: "", grant: nil, createdAt: 0,
        expires: nil, revokedAt: 1)
    }
    #expect(await bench.refusal(of: text) == .keyRevoked)
    #expect(bench.authenticator.generation != before)
    let (disabled, _) = makeKey(isDisabled: true)
    #expect(await bench.refusal(of: disabled) == .userDisabled)
  }

  @Test("a denied owner's keys are refused until the entry runs out")
  func denied() async {
    let (text, _) = makeKey()
    let entry = DenylistEntry(kind: .subject, issuer: "local", value: "ana")
    bench.store.change { $0.denied[entry] = APIKeyTests.now + 60 }
    #expect(await bench.refusal(of: text, now: APIKeyTests.now + 59) == .denied)
    #expect(await bench.refusal(of: text, now: APIKeyTests.now + 60) == nil)
  }

  @Test("64 (CVE-2026-59822): a store that fails, or contradicts itself, is a refusal and never an identity")
  func failingStore() async throws {
    let (text, record) = makeKey()
    let token = try bench.token()
    #expect(await bench.refusal(of: token) == nil)
    bench.store.change { $0.isFailing = true }
    #expect(await bench.refusal(of: text) == .unavailable)
    #expect(await bench.refusal(of: token) == .unavailable)
    #expect(AuthenticationFailure.unavailable.isTemporary)
    bench.store.change {
      $0.isFailing = false
      $0.users[owner] = nil
    }
    #expect(await bench.refusal(of: text) == .unavailable)
    // A store that answers for another id, as one that folds case would, is not believed.
    let (other, _) = makeKey()
    bench.store.change { state in state.keys = state.keys.mapValues { _ in record } }
    #expect(await bench.refusal(of: other) == .unknownKey)
  }

  @Test(
    "64 (CVE-2026-42208): SQL in the credential is only a malformed credential",
    arguments: [
      "cs_' OR '1'='1", "cs_abc123abc123_' UNION SELECT * FROM keys --", "'; DROP TABLE keys; --", "cs__", "cs_",
      "_cs_a_b",
    ])
  func injection(text: String) async {
    let refusal = await bench.refusal(of: Array(text.utf8))
    #expect(refusal == (text.hasPrefix("cs_") ? .malformedKey : .unrecognized))
  }

  @Test("a rotated root: old keys verify under their version until it is retired")
  func rotation() async throws {
    let (text, record) = makeKey()
    let old = Secret(Array(repeating: 9, count: 32).span)
    let new = Secret(randomCount: 32)
    let both = try #require(APIKeyDigests(roots: [1: old, 2: new]))
    #expect(both.currentVersion == 2)
    #expect(both.digest(text.span, version: 1) == record.digest)
    let retired = try #require(APIKeyDigests(roots: [2: new]))
    let authenticator = try Authenticator(
      store: bench.store, keyDigests: retired, issuers: [], reading: bench.issuer.reading)
    guard case .refused(.unknownKey) = authenticator.authenticate(text.span, now: APIKeyTests.now) else {
      return #expect(Bool(false), "a key under a retired version was accepted")
    }
    #expect(APIKeyDigests(roots: [:]) == nil)
  }

  @Test("where local accounts do not count, neither do their keys")
  func localAccountsSwitchedOff() async throws {
    let (text, _) = makeKey()
    let digests = try #require(APIKeyDigests(roots: [1: Secret(Array(repeating: 9, count: 32).span)]))
    let authenticator = try Authenticator(
      store: bench.store, keyDigests: digests, issuers: [], reading: bench.issuer.reading, acceptsAPIKeys: false)
    guard case .refused(.unrecognized) = authenticator.authenticate(text.span, now: APIKeyTests.now) else {
      return #expect(Bool(false), "a key was accepted although local accounts are off")
    }
  }

  @Test("keys are drawn evenly from letters and digits, and never twice")
  func minting() {
    var counts: [UInt8: Int] = [:]
    var seen: Set<[UInt8]> = []
    for _ in 0..<2000 {
      let (id, text) = APIKeyText.mint()
      seen.insert(text)
      #expect(text.count == APIKeyText.count && APIKeyText(text.span)?.id == id)
      for byte in text[16..<59] { counts[byte, default: 0] += 1 }
    }
    #expect(seen.count == 2000 && counts.count == 62)
    // 86,000 draws over 62: 1387 each, with a standard deviation of 37.
    #expect(counts.values.allSatisfy { (1100...1700).contains($0) })
  }
}
