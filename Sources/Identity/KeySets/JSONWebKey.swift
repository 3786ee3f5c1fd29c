import Cryptography

/// A public key of a JWK set (RFC 7517) that may check signatures.
struct JSONWebKey: Sendable {
  /// The key's name, compared with a token's `kid`.
  let id: String?
  /// The one algorithm the key is for, where the set says so.
  let algorithm: SignatureAlgorithm?
  let key: PublicKey

  /// Nil for a key that is symmetric, for another use, for an algorithm that is not ours, malformed or weak.
  init?(_ members: JSONObject) {
    guard JSONWebKey.mayVerify(members), let key = JSONWebKey.publicKey(members) else { return nil }
    if let value = members["kid"] {
      guard let id = value.string else { return nil }
      self.id = id
    } else {
      id = nil
    }
    if let value = members["alg"] {
      guard let name = value.string, let algorithm = SignatureAlgorithm(rawValue: name), key.supports(algorithm) else {
        return nil
      }
      self.algorithm = algorithm
    } else {
      algorithm = nil
    }
    self.key = key
  }

  /// Whether the key may be used for a token with this header.
  func fits(_ header: TokenHeader) -> Bool {
    if let wanted = header.keyID {
      guard let id, id.hasSameBytes(as: wanted) else { return false }
    }
    return algorithm ?? header.algorithm == header.algorithm && key.supports(header.algorithm)
  }

  private static func mayVerify(_ members: JSONObject) -> Bool {
    if let use = members["use"], use.string != "sig" { return false }
    if let operations = members["key_ops"] {
      guard let names = operations.strings, names.contains("verify") else { return false }
    }
    return true
  }

  private static func publicKey(_ members: JSONObject) -> PublicKey? {
    switch members["kty"]?.string {
    case "RSA":
      guard let n = number("n", members), let e = number("e", members) else { return nil }
      return try? PublicKey(rsaModulus: n.span, exponent: e.span)
    case "EC":
      guard let name = members["crv"]?.string, let curve = EllipticCurve(rawValue: name),
        let x = number("x", members), let y = number("y", members)
      else { return nil }
      return try? PublicKey(curve: curve, x: x.span, y: y.span)
    case "OKP":
      guard let name = members["crv"]?.string, let curve = EdwardsCurve(rawValue: name), let x = number("x", members)
      else { return nil }
      return try? PublicKey(curve: curve, raw: x.span)
    default:
      return nil
    }
  }

  private static func number(_ name: String, _ members: JSONObject) -> [UInt8]? {
    members[name]?.string.flatMap { Base64URL.decode($0) }
  }
}
