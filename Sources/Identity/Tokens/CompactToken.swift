import Cryptography

/// The three parts of a JWS in compact form (RFC 7515 section 7.1), decoded but not believed.
struct CompactToken {
  let header: TokenHeader
  /// The claims as they were sent.
  let payload: [UInt8]
  let signature: [UInt8]
  /// What the signature covers: the first two parts as they were sent, with the dot between them.
  let signedText: [UInt8]

  /// Reads the text; it has exactly two dots, canonical base64url between them, and a signature.
  init(_ credential: Span<UInt8>) throws(AuthenticationFailure) {
    guard let (first, second) = CompactToken.dots(in: credential) else { throw .malformedToken }
    guard first <= IdentityLimits.tokenHeaderLength,
      let header = Base64URL.decode(credential.extracting(0..<first)),
      let payload = Base64URL.decode(credential.extracting(first + 1..<second)),
      let signature = Base64URL.decode(credential.extracting(second + 1..<credential.count)), !signature.isEmpty
    else { throw .malformedToken }
    self.header = try TokenHeader(header)
    self.payload = payload
    self.signature = signature
    signedText = [UInt8](credential.extracting(0..<second))
  }

  /// The places of the two dots; nil for fewer, and at the third without looking further.
  private static func dots(in text: Span<UInt8>) -> (Int, Int)? {
    var found: [Int] = []
    for index in text.indices where text[index] == 0x2e {
      guard found.count < 2 else { return nil }
      found.append(index)
    }
    return found.count == 2 ? (found[0], found[1]) : nil
  }
}
