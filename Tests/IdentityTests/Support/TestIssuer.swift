import Cryptography
import Foundation
import Synchronization

@testable import Identity

/// An issuer of tokens with keys of its own and a JWK set that it serves, or fails to serve.
final class TestIssuer: Sendable {
  struct Failure: Error {}

  struct State {
    var published: [String] = []
    var requests: [String] = []
    var isFailing = false
    /// Documents served instead of the JWK set, by URL.
    var documents: [String: String] = [:]
  }

  static let url = "https://idp.example.org"
  static let now: Int64 = 1_800_000_000

  let state = Mutex(State())

  /// Publishes a key under a name.
  func publish(_ key: PrivateKey, kid: String?, extra: String = "") throws {
    let jwk = try TestIssuer.jwk(key, kid: kid, extra: extra)
    state.withLock { $0.published.append(jwk) }
  }

  func withdrawAll() {
    state.withLock { $0.published = [] }
  }

  var requests: [String] { state.withLock { $0.requests } }

  /// What the program's HTTP client would do.
  @Sendable func fetch(_ url: String) async throws -> [UInt8] {
    try state.withLock { state in
      state.requests.append(url)
      if state.isFailing { throw Failure() }
      let document = state.documents[url] ?? "{\"keys\":[\(state.published.joined(separator: ","))]}"
      return Array(document.utf8)
    }
  }

  /// How a program reads keys: this issuer's documents, and real files.
  var reading: KeyReading {
    KeyReading(fetch: fetch) { [UInt8](try Data(contentsOf: URL(fileURLWithPath: $0))) }
  }

  static func jwk(_ key: PrivateKey, kid: String?, extra: String = "") throws -> String {
    func text(_ bytes: [UInt8]) -> String { "\"\(Base64URL.encodeString(bytes.span))\"" }
    let numbers =
      switch try key.publicParameters() {
      case .rsa(let n, let e): "\"kty\":\"RSA\",\"n\":\(text(n)),\"e\":\(text(e))"
      case .elliptic(let curve, let x, let y):
        "\"kty\":\"EC\",\"crv\":\"\(curve.rawValue)\",\"x\":\(text(x)),\"y\":\(text(y))"
      case .edwards(let curve, let raw): "\"kty\":\"OKP\",\"crv\":\"\(curve.rawValue)\",\"x\":\(text(raw))"
      }
    return "{\(numbers)\(kid.map { ",\"kid\":\"\($0)\"" } ?? "")\(extra)}"
  }

  /// A compact token over exactly this header and these claims.
  static func token(
    header: String, claims: String, key: PrivateKey, algorithm: SignatureAlgorithm
  ) throws -> [UInt8] {
    let text = Base64URL.encode(Array(header.utf8).span) + [0x2e] + Base64URL.encode(Array(claims.utf8).span)
    let signature = try key.sign(text.span, algorithm: algorithm)
    return text + [0x2e] + Base64URL.encode(signature.span)
  }

  /// Claims that are accepted, with some replaced (by JSON text) or left out (nil).
  static func claims(_ changes: [String: String?] = [:]) -> String {
    var claims: [String: String] = [
      "iss": "\"\(url)\"", "aud": "\"models\"", "sub": "\"ana\"", "exp": "\(now + 600)", "iat": "\(now - 10)",
      "jti": "\"token-1\"", "sid": "\"session-1\"", "groups": "[\"eng\",\"ops\"]",
    ]
    for (name, value) in changes { claims[name] = value }
    return "{" + claims.map { "\"\($0)\":\($1)" }.sorted().joined(separator: ",") + "}"
  }
}
