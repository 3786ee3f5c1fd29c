import Cryptography

/// A person's salt of one period and the commitments made with it, so that a call of a known person costs no hash.
final class PersonSalt {
  /// How many texts of one person are remembered before the memory starts afresh.
  static let rememberedTexts = 1024

  let salt: Digest32
  /// The commitments of a text by its field and bytes.
  private var commitments: [[UInt8]: Digest32] = [:]
  /// The commitment of the person's own name.
  private(set) var principal: Digest32?

  init() {
    salt = SecureRandom.digest()
  }

  /// The commitment to a text; `isNew` where its text is not sealed yet.
  func commitment(_ field: PersonalField, _ text: Span<UInt8>) -> (digest: Digest32, isNew: Bool) {
    if field == .principal, let principal { return (principal, false) }
    var key = [field.rawValue]
    unsafe text.withUnsafeBufferPointer { unsafe key.append(contentsOf: $0) }
    if let known = commitments[key] { return (known, false) }
    let digest = field.commitment(salt: salt, text: text)
    if commitments.count >= PersonSalt.rememberedTexts { commitments.removeAll() }
    commitments[key] = digest
    if field == .principal { principal = digest }
    return (digest, true)
  }
}
