public import Cryptography

/// A log's statement of its size and root at one moment (C2SP tlog-checkpoint).
public struct Checkpoint: Equatable, Sendable {
  /// The log's name.
  public let origin: String
  public let size: UInt64
  public let root: Digest32

  public init(origin: String, size: UInt64, root: Digest32) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Three lines: origin, size, root in base64.
  var text: [UInt8] {
    Array("\(origin)\n\(size)\n\(Base64.encodeString(root.bytes))\n".utf8)
  }

  /// The signed note.
  func signed(with key: SigningKey) throws(CryptographyError) -> [UInt8] {
    try SignedNote.sign(text, with: key, name: origin)
  }

  /// A checkpoint that this key signed under this key's name; nil for anything else.
  public init?(signed bytes: [UInt8], by key: VerifierKey) {
    guard let note = SignedNote(bytes), note.isSigned(by: key) else { return nil }
    let lines = note.text.dropLast().split(separator: 0x0a, omittingEmptySubsequences: false)
    guard lines.count >= 3, lines.allSatisfy({ !$0.isEmpty }), lines[0].elementsEqual(key.name.utf8),
      let size = Decimal.parse(lines[1]), let hash = Base64.decode(Array(lines[2]).span), let root = Digest32(hash.span)
    else { return nil }
    self.init(origin: key.name, size: size, root: root)
  }
}
