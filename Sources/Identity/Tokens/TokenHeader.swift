import Cryptography

/// What a token's header says that is listened to: the algorithm, which key, and the type.
///
/// `jku`, `jwk`, `x5u`, `x5c` and `x5t` are never read: keys come from the configuration alone.
struct TokenHeader: Equatable {
  let algorithm: SignatureAlgorithm
  /// Compared with the names of the issuer's keys, and used for nothing else.
  let keyID: String?
  /// The `typ`, in lower case and without `application/`.
  let type: String?

  /// Extensions that change what the bytes mean; a token with one is refused, known or not.
  private static let refusedMembers = ["crit", "b64", "zip", "enc", "p2c"]

  init(_ bytes: [UInt8]) throws(AuthenticationFailure) {
    guard let members = (try? JSONReader.read(bytes))?.object else { throw .malformedToken }
    guard TokenHeader.refusedMembers.allSatisfy({ members[$0] == nil }) else { throw .extensionRefused }
    guard let name = members["alg"]?.string else { throw .malformedToken }
    guard let algorithm = SignatureAlgorithm.allCases.first(where: { $0.rawValue.hasSameBytes(as: name) }) else {
      throw .algorithmRefused
    }
    self.algorithm = algorithm
    keyID = try TokenHeader.text("kid", in: members)
    type = try TokenHeader.text("typ", in: members).map(TokenHeader.mediaType)
  }

  /// A media type in ASCII lower case without `application/`, which RFC 7515 section 4.1.9 lets senders leave out.
  static func mediaType(_ text: String) -> String {
    let lower = text.utf8.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }
    let prefix = Array("application/".utf8)
    let isShortened = lower.starts(with: prefix) && !lower.dropFirst(prefix.count).contains(0x2f)
    return String(decoding: isShortened ? lower[prefix.count...] : lower[...], as: UTF8.self)
  }

  private static func text(_ name: String, in members: JSONObject) throws(AuthenticationFailure) -> String? {
    guard let value = members[name] else { return nil }
    guard let text = value.string, text.utf8.count <= IdentityLimits.identifierLength else { throw .malformedToken }
    return text
  }
}
