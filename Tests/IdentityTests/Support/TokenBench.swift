import Cryptography
import Testing

@testable import Identity

/// One issuer, one store, one authenticator, and the shortest way to try a token on them.
struct TokenBench {
  let issuer = TestIssuer()
  let store = MemoryStore()
  let key: PrivateKey
  let authenticator: Authenticator

  static let now = TestIssuer.now

  init(_ configure: (inout JWTIssuerSettings) -> Void = { _ in }) throws {
    key = try PrivateKey.generate(.p256)
    try issuer.publish(key, kid: "k1")
    var settings = JWTIssuerSettings(
      name: "corp", issuer: TestIssuer.url, audiences: ["models"], keys: .url("https://idp.example.org/jwks"))
    configure(&settings)
    authenticator = try Authenticator(
      store: store, keyDigests: TokenBench.digests, issuers: [settings], reading: issuer.reading)
  }

  static let digests: APIKeyDigests = {
    let root = Secret(Array(repeating: 9, count: 32).span)
    guard let digests = APIKeyDigests(roots: [1: root]) else { preconditionFailure("one root is enough") }
    return digests
  }()

  /// What the pipeline does: authenticate, read the keys if asked to, authenticate once more.
  func authenticate(_ token: [UInt8], now: Int64 = now) async -> AuthenticationOutcome {
    guard case .awaitingKeys(let issuer) = authenticator.authenticate(token.span, now: now) else {
      return authenticator.authenticate(token.span, now: now)
    }
    _ = await authenticator.refreshKeys(issuer: issuer, now: now)
    return authenticator.authenticate(token.span, now: now)
  }

  /// A token signed by this bench's key.
  func token(header: String = #"{"alg":"ES256","kid":"k1"}"#, claims: String = TestIssuer.claims()) throws -> [UInt8] {
    try TestIssuer.token(header: header, claims: claims, key: key, algorithm: .es256)
  }

  /// The refusal of a token, or nil where it is accepted.
  func refusal(of token: [UInt8], now: Int64 = now) async -> AuthenticationFailure? {
    switch await authenticate(token, now: now) {
    case .refused(let failure): failure
    case .principal: nil
    case .awaitingKeys: .keysUnavailable
    }
  }

  /// The principal of a token, which must be accepted.
  func principal(of token: [UInt8], now: Int64 = now) async throws -> Principal {
    let outcome = await authenticate(token, now: now)
    guard case .principal(let principal) = outcome else {
      Issue.record("refused: \(outcome)")
      throw AuthenticationFailure.unrecognized
    }
    return principal
  }
}
