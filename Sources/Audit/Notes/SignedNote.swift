import Cryptography

/// A text with signatures under it (C2SP signed-note); only Ed25519 is made and checked.
struct SignedNote {
  /// One line of `— <name> base64(key id ‖ signature)`.
  struct Signature {
    let name: String
    let keyID: UInt32
    let bytes: [UInt8]
  }

  /// The signed text with its last newline.
  let text: [UInt8]
  let signatures: [Signature]

  /// The longest note that is read, in bytes.
  static let maximumCount = 1 << 20
  private static let mark = Array("— ".utf8)

  /// The note that signs a text, which ends in a newline.
  static func sign(_ text: [UInt8], with key: SigningKey, name: String) throws(CryptographyError) -> [UInt8] {
    guard let verifier = VerifierKey(name: name, key: key.verificationKey) else {
      throw .invalidKey("a note's key name has no space and no plus")
    }
    let signature = try VerifierKey.bytes(verifier.id) + key.sign(text.span)
    return text + Array("\n— \(name) \(Base64.encodeString(signature.span))\n".utf8)
  }

  /// Nil when the bytes are not a signed note.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= SignedNote.maximumCount, bytes.last == 0x0a, bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0a }),
      String(validating: bytes, as: UTF8.self) != nil,
      let blank = (1..<bytes.count).last(where: { bytes[$0] == 0x0a && bytes[$0 - 1] == 0x0a })
    else { return nil }
    text = Array(bytes[..<blank])
    var signatures: [Signature] = []
    for line in bytes[(blank + 1)...].dropLast().split(separator: 0x0a, omittingEmptySubsequences: false) {
      guard let signature = SignedNote.signature(line) else { return nil }
      signatures.append(signature)
    }
    guard !signatures.isEmpty else { return nil }
    self.signatures = signatures
  }

  private static func signature(_ line: ArraySlice<UInt8>) -> Signature? {
    guard line.starts(with: mark) else { return nil }
    let words = line.dropFirst(mark.count).split(separator: 0x20, omittingEmptySubsequences: false)
    guard words.count == 2, let data = Base64.decode(Array(words[1]).span), data.count > 4 else { return nil }
    let name = String(decoding: words[0], as: UTF8.self)
    guard VerifierKey.isName(name) else { return nil }
    let keyID = data.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Signature(name: name, keyID: keyID, bytes: Array(data.dropFirst(4)))
  }

  /// Whether the key signed the note, and every signature under its name and id is good.
  func isSigned(by key: VerifierKey) -> Bool {
    let own = signatures.filter { $0.keyID == key.id && $0.name.utf8.elementsEqual(key.name.utf8) }
    return !own.isEmpty && own.allSatisfy { key.key.verify($0.bytes.span, of: text.span) }
  }
}
