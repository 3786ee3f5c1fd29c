import Cryptography

/// An issuer's keys as they were last read; immutable.
struct JSONWebKeySet: Sendable {
  let keys: [JSONWebKey]
  /// Of the bytes it was read from: another digest, another set.
  let digest: Digest32

  /// The most keys that are tried for one token.
  static let maximumCandidates = 4

  /// Reads `{"keys": […]}`; keys that are not for us are left out (RFC 7517 section 5), a broken document is nil.
  ///
  /// Where two usable keys share a name and an algorithm it is unclear which one is meant, and neither is used.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= IdentityLimits.keySetLength, let document = (try? JSONReader.read(bytes))?.object,
      case .array(let values)? = document["keys"], values.count <= IdentityLimits.keysInSet
    else { return nil }
    let found = values.compactMap { $0.object.flatMap(JSONWebKey.init) }
    keys = found.filter { key in found.count { JSONWebKeySet.collide(key, $0) } == 1 }
    digest = SHA256.hash(bytes.span)
  }

  /// The keys that may have signed a token with this header.
  func candidates(for header: TokenHeader) -> [JSONWebKey] {
    Array(keys.filter { $0.fits(header) }.prefix(JSONWebKeySet.maximumCandidates))
  }

  private static func collide(_ left: JSONWebKey, _ right: JSONWebKey) -> Bool {
    guard let one = left.id, let other = right.id else { return left.key === right.key }
    return one.hasSameBytes(as: other) && left.algorithm == right.algorithm && left.key.kind == right.key.kind
  }
}
