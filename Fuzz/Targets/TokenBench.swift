import Cryptography
import Dispatch
import Identity

/// An authenticator that trusts one issuer, whose key is made anew in each process and signs nothing unless asked.
final class TokenBench: Sendable {
  static let issuer = "https://idp.example.org"
  static let audience = "models"
  static let now: Int64 = 1_800_000_000

  private let key: PrivateKey
  private let authenticator: Authenticator

  init() {
    do {
      key = try PrivateKey.generate(.p256)
      let keys = try TokenBench.keySet(key)
      let settings = JWTIssuerSettings(
        name: "corp", issuer: TokenBench.issuer, audiences: [TokenBench.audience], keys: .file(path: "keys"))
      let root = Secret(Array(repeating: 9, count: 32).span)
      guard let digests = APIKeyDigests(roots: [1: root]) else { preconditionFailure("one root is enough") }
      authenticator = try Authenticator(
        store: EmptyStore(), keyDigests: digests, issuers: [settings],
        reading: KeyReading(fetch: { _ in keys }, file: { _ in keys }))
    } catch {
      preconditionFailure("\(error)")
    }
    let isRead = DispatchSemaphore(value: 0)
    Task.detached { [authenticator] in
      _ = await authenticator.refreshKeys(issuer: 0, now: TokenBench.now)
      isRead.signal()
    }
    isRead.wait()
  }

  func accepts(_ token: [UInt8]) -> Bool {
    if case .principal = authenticator.authenticate(token.span, now: TokenBench.now) { true } else { false }
  }

  func sign(_ text: [UInt8]) -> [UInt8]? { try? key.sign(text.span, algorithm: .es256) }

  private static func keySet(_ key: PrivateKey) throws -> [UInt8] {
    guard case .elliptic(_, let x, let y) = try key.publicParameters() else { preconditionFailure("an EC key") }
    let numbers = "\"x\":\"\(Base64URL.encodeString(x.span))\",\"y\":\"\(Base64URL.encodeString(y.span))\""
    return Array("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k\",\(numbers)}]}".utf8)
  }
}

/// A store that knows nobody and denies nothing.
private struct EmptyStore: IdentityStore {
  var generation: UInt64 { 1 }
  func apiKey(id: String) throws -> (key: APIKeyRecord, owner: User)? { nil }
  func user(_ identifier: PrincipalIdentifier) throws -> User? { nil }
  func denies(anyOf entries: [DenylistEntry], now: Int64) throws -> Bool { false }
  func recordUse(ofKey id: String, now: Int64) {}
}
