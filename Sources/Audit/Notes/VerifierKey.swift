public import Cryptography

/// A log's public key with its name, as signed notes know it: `<name>+<key id>+<base64(0x01 ‖ key)>`.
///
/// Source: C2SP signed-note, and the text form of Go's `note` package.
public struct VerifierKey: Sendable {
  /// The key's name, which for a log is its origin.
  public let name: String
  public let key: VerificationKey
  /// The first four bytes of `SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key)`, big-endian.
  public let id: UInt32

  static let ed25519: UInt8 = 1

  /// Nil when the name is empty or has a space, a control character or a plus.
  public init?(name: String, key: VerificationKey) {
    guard VerifierKey.isName(name) else { return nil }
    self.name = name
    self.key = key
    id = VerifierKey.id(of: name, key: key)
  }

  /// A key from its text form; nil for anything else, a wrong id included.
  public init?(_ text: String) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let data = Base64.decode(String(parts[2])), data.count == 33,
      data[0] == VerifierKey.ed25519,
      let key = try? VerificationKey(raw: data.span.extracting(droppingFirst: 1)),
      let made = VerifierKey(name: String(parts[0]), key: key), made.hexID.utf8.elementsEqual(parts[1].utf8)
    else { return nil }
    self = made
  }

  /// The text form.
  public var text: String {
    "\(name)+\(hexID)+\(Base64.encodeString(([VerifierKey.ed25519] + key.raw).span))"
  }

  private var hexID: String {
    Hex.encode(VerifierKey.bytes(id).span)
  }

  static func bytes(_ id: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: id >> UInt32($0)) }
  }

  private static func id(of name: String, key: VerificationKey) -> UInt32 {
    let digest = SHA256.hash((Array(name.utf8) + [0x0a, ed25519] + key.raw).span).bytes
    return (0..<4).reduce(0) { $0 << 8 | UInt32(digest[$1]) }
  }

  static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 && $0 != "\u{7f}"
      }
  }
}
