import Cryptography
import Testing

@testable import Identity

/// The numbers are those of the threat model's list of abuse cases.
@Suite("Abuse cases 40 to 42, 45 to 47: tokens that were never signed for us")
struct ForgedTokenTests {
  private let bench: TokenBench

  init() throws {
    bench = try TokenBench()
  }

  private func unsigned(_ header: String, signature: String = "") -> [UInt8] {
    let text =
      Base64URL.encode(Array(header.utf8).span) + [0x2e] + Base64URL.encode(Array(TestIssuer.claims().utf8).span)
    return text + [0x2e] + Array(signature.utf8)
  }

  @Test("a good token is accepted, and says what it says")
  func good() async throws {
    let principal = try await bench.principal(of: bench.token())
    #expect(principal.name == Array("corp:ana".utf8))
    #expect(principal.groups == ["corp:eng", "corp:ops"])
    #expect(principal.credential == .jwt(issuer: "corp", id: "token-1", session: "session-1"))
    #expect(principal.expires == TestIssuer.now + 660)
    #expect(principal.kind == .person && principal.grant == nil && principal.email == nil)
  }

  @Test(
    "40 (CVE-2022-29217): `none` in every spelling, with and without a signature",
    arguments: [
      "none", "None", "NONE", "nOnE", "", " none", "none ", "HS256", "hs256", "HS384", "HS512", "es256", "ES256K",
      "RSA1_5",
    ])
  func noAlgorithm(name: String) async throws {
    for signature in ["", "AA", "c2lnbmF0dXJl"] {
      let refusal = await bench.refusal(of: unsigned(#"{"alg":"\#(name)","kid":"k1"}"#, signature: signature))
      #expect(refusal == (signature.isEmpty ? .malformedToken : .algorithmRefused))
    }
    for alg in ["null", "[\"ES256\"]", "true", "1"] {
      #expect(await bench.refusal(of: unsigned("{\"alg\":\(alg)}", signature: "AA")) == .malformedToken)
    }
  }

  @Test("40 (CVE-2022-29217): HMAC keyed with the public key")
  func publicKeyAsSecret() async throws {
    let jwk = Array(try TestIssuer.jwk(bench.key, kid: "k1").utf8)
    let text = Array(unsigned(#"{"alg":"HS256","kid":"k1"}"#).dropLast())
    let tag = HMACKey(jwk.span).authenticate(text.span)
    let token = text + [0x2e] + Base64URL.encode(tag.bytes)
    #expect(await bench.refusal(of: token) == .algorithmRefused)
  }

  @Test("40: an algorithm that the key or the settings do not allow")
  func otherAlgorithm() async throws {
    let claims = TestIssuer.claims()
    let rsa = try PrivateKey.generateRSA(bits: 2048)
    let bench = try TokenBench { $0.algorithms = [.es256, .rs256] }
    try bench.issuer.publish(rsa, kid: "r1", extra: #","alg":"RS256""#)
    func token(_ alg: SignatureAlgorithm, _ kid: String, _ key: PrivateKey, signedAs: SignatureAlgorithm) throws
      -> [UInt8]
    {
      let header = #"{"alg":"\#(alg.rawValue)","kid":"\#(kid)"}"#
      return try TestIssuer.token(header: header, claims: claims, key: key, algorithm: signedAs)
    }
    #expect(await bench.refusal(of: try token(.rs256, "r1", rsa, signedAs: .rs256)) == nil)
    #expect(await bench.refusal(of: try token(.ps256, "r1", rsa, signedAs: .ps256)) == .algorithmRefused)
    #expect(await bench.refusal(of: try token(.rs256, "r1", rsa, signedAs: .ps256)) == .signatureInvalid)
    // The ES256 key under the RSA name, and the reverse: no key of the set fits both name and algorithm.
    #expect(await bench.refusal(of: try token(.rs256, "k1", rsa, signedAs: .rs256)) == .signingKeyUnknown)
    #expect(await bench.refusal(of: try token(.es256, "r1", bench.key, signedAs: .es256)) == .signingKeyUnknown)
  }

  @Test("41 (CVE-2026-24117): keys that the token brings along, or points to, are not looked at")
  func broughtKeys() async throws {
    let attacker = try PrivateKey.generate(.p256)
    let jwk = try TestIssuer.jwk(attacker, kid: "k1")
    for extra in [
      #""jwk":\#(jwk)"#, #""jku":"https://evil.example/keys""#, #""x5u":"https://evil.example/cert""#,
      #""x5c":["MIIB"]"#, #""x5t":"AAAA","x5t#S256":"AAAA""#,
    ] {
      let header = #"{"alg":"ES256","kid":"k1",\#(extra)}"#
      let forged = try TestIssuer.token(
        header: header, claims: TestIssuer.claims(), key: attacker, algorithm: .es256)
      #expect(await bench.refusal(of: forged) == .signatureInvalid, "\(extra)")
      #expect(await bench.refusal(of: try bench.token(header: header)) == nil, "\(extra)")
    }
    #expect(bench.issuer.requests.allSatisfy { $0 == "https://idp.example.org/jwks" })
  }

  @Test(
    "42: a `kid` that is a path, SQL or a URL is a name that no key has",
    arguments: [
      "../../../../dev/null", "k1' OR '1'='1", "https://evil.example/jwks.json", "file:///etc/passwd", "k1\\u0000",
      "K1",
      "k1 ", "", "k",
    ])
  func strangeKeyNames(kid: String) async throws {
    let attacker = try PrivateKey.generate(.p256)
    let header = #"{"alg":"ES256","kid":"\#(kid)"}"#
    let forged = try TestIssuer.token(header: header, claims: TestIssuer.claims(), key: attacker, algorithm: .es256)
    #expect(await bench.refusal(of: forged) == .signingKeyUnknown)
    #expect(bench.issuer.requests.allSatisfy { $0 == "https://idp.example.org/jwks" })
  }

  @Test("45 (CVE-2025-30204): thousands of dots, too many or too few parts, and the size limit")
  func dots() async throws {
    let good = try bench.token()
    let dots = [UInt8](repeating: 0x2e, count: IdentityLimits.credentialLength)
    let malformed: [[UInt8]] = [
      dots, [0x2e], [0x2e, 0x2e], good + [0x2e], [0x2e] + good, good + [0x2e] + good, good + [0x3d],
    ]
    for token in malformed {
      #expect(await bench.refusal(of: token) == .malformedToken)
    }
    #expect(await bench.refusal(of: dots + [0x2e]) == .tooLong)
    #expect(await bench.refusal(of: Array("eyJhbGciOiJFUzI1NiJ9".utf8)) == .unrecognized)
    #expect(await bench.refusal(of: []) == .unrecognized)
    let long = String(repeating: "k", count: IdentityLimits.tokenHeaderLength)
    let fat = try bench.token(header: #"{"alg":"ES256","kid":"k1","x":"\#(long)"}"#)
    #expect(await bench.refusal(of: fat) == .malformedToken)
  }

  @Test(
    "45: `zip`, PBES2 counts, encryption and critical extensions",
    arguments: [
      #""zip":"DEF""#, #""p2c":2147483647"#, #""enc":"A256GCM""#, #""crit":["exp"],"exp":1"#, #""crit":[]"#,
      #""b64":true"#,
      #""b64":false,"crit":["b64"]"#, #""crit":null"#,
    ])
  func extensions(member: String) async throws {
    let token = try bench.token(header: #"{"alg":"ES256","kid":"k1",\#(member)}"#)
    #expect(await bench.refusal(of: token) == .extensionRefused)
  }

  @Test(
    "46: the same name twice, in header or claims, escaped or not",
    arguments: [
      #"{"alg":"ES256","alg":"none","kid":"k1"}"#, #"{"alg":"ES256","\u0061lg":"ES256","kid":"k1"}"#,
      #"{"alg":"ES256","kid":"k1","kid":"k1"}"#, #"{"alg":"ES256","kid":"k1"} "x""#,
      "{\"alg\":\"ES256\",\"kid\":\"k1\"}\u{0}",
      #"["ES256"]"#, "\u{feff}{\"alg\":\"ES256\"}", #"{"alg":"ES256","kid":1}"#, #"{"alg":"ES256","typ":[]}"#,
    ])
  func ambiguousHeader(header: String) async throws {
    #expect(await bench.refusal(of: try bench.token(header: header)) == .malformedToken)
  }

  @Test(
    "46: ambiguous or broken claims",
    arguments: [
      #"{"sub":"root","#, #"{"iss":1,"exp":1}"#, "[]", "", "null", "{}x",
    ])
  func ambiguousClaims(claims: String) async throws {
    let double = TestIssuer.claims().dropLast() + #","sub":"root"}"#
    #expect(await bench.refusal(of: try bench.token(claims: String(double))) == .malformedToken)
    let refusal = await bench.refusal(of: try bench.token(claims: claims))
    #expect(refusal == .malformedToken)
  }

  @Test("46: base64url in any other spelling")
  func spelling() async throws {
    let good = try bench.token()
    let parts = good.split(separator: 0x2e).map(Array.init)
    for index in parts.indices {
      for change: ([UInt8]) -> [UInt8] in [
        { $0 + [0x3d] }, { $0 + [0x0a] }, { [0x20] + $0 }, { $0 + [0x41] }, { $0.dropLast() + [0x2b] },
        { $0.dropLast() + [0x2f] },
      ] {
        var changed = parts
        changed[index] = change(parts[index])
        let refusal = await bench.refusal(of: Array(changed.joined(separator: [0x2e])))
        #expect(refusal != nil, "part \(index)")
      }
    }
    // The 86th character of an ES256 signature carries four bits that must be zero.
    var loose = good
    loose[loose.count - 1] += 1
    #expect(await bench.refusal(of: loose) == .malformedToken)
  }

  @Test("46 (CVE-2022-21449): r = s = 0, r or s = 0, r or s = n, and other lengths")
  func zeroSignature() async throws {
    let order: [UInt8] =
      [255, 255, 255, 255, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255]
      + [0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51]
    let zero = [UInt8](repeating: 0, count: 32)
    let one = zero.dropLast() + [1]
    let text = Array(try bench.token().split(separator: 0x2e).prefix(2).joined(separator: [0x2e]))
    let signatures: [[UInt8]] = [
      zero + zero, zero + one, one + zero, order + order, order + one, one + order, zero, zero + zero + zero,
      [0x30, 6, 2, 1, 0, 2, 1, 0],
    ]
    for signature in signatures {
      let token = text + [0x2e] + Base64URL.encode(signature.span)
      #expect(await bench.refusal(of: token) == .signatureInvalid)
    }
  }

  @Test("47: no path leads around the signature: no issuers, no keys, keys that fail, keys just read")
  func innerPaths() async throws {
    let none = try Authenticator(
      store: bench.store, keyDigests: TokenBench.digests, issuers: [], reading: bench.issuer.reading)
    let good = try bench.token()
    guard case .refused(.untrustedIssuer) = none.authenticate(good.span, now: TestIssuer.now) else {
      return #expect(Bool(false), "accepted without an issuer")
    }
    let forged = try TestIssuer.token(
      header: #"{"alg":"ES256","kid":"k1"}"#, claims: TestIssuer.claims(), key: PrivateKey.generate(.p256),
      algorithm: .es256)
    guard case .awaitingKeys(issuer: 0) = bench.authenticator.authenticate(forged.span, now: TestIssuer.now) else {
      return #expect(Bool(false), "decided before the keys were read")
    }
    #expect(await bench.refusal(of: forged) == .signatureInvalid)
    bench.issuer.withdrawAll()
    #expect(await bench.authenticator.refreshKeys(issuer: 0, now: TestIssuer.now + 30))
    for token in [good, forged] {
      #expect(await bench.refusal(of: token, now: TestIssuer.now + 30) == .signingKeyUnknown)
    }
  }

  @Test("every flipped bit of a token is refused")
  func flippedBits() async throws {
    let good = try bench.token()
    for index in good.indices {
      var changed = good
      changed[index] ^= 1
      #expect(await bench.refusal(of: changed) != nil, "byte \(index)")
    }
    for count in 0..<good.count { #expect(await bench.refusal(of: Array(good.prefix(count))) != nil) }
  }
}
