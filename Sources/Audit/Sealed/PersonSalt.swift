import Cryptography
import Glibc

/// A person's salt of one period and the commitments made with it, so that a call of a known person costs no hash.
final class PersonSalt {
  /// How many texts of one person are remembered before the memory starts afresh.
  static let rememberedTexts = 1024

  let salt: Digest32
  /// The commitments of a text by its field and bytes.
  private var commitments: [[UInt8]: Digest32] = [:]
  /// The last text of each field and its commitment: most calls of a person come from the same place.
  private var last = [(text: [UInt8], digest: Digest32)?](repeating: nil, count: 8)

  init() {
    salt = SecureRandom.digest()
  }

  /// The commitment to a text; `isNew` where its text is not sealed yet.
  func commitment(_ field: PersonalField, _ text: Span<UInt8>) -> (digest: Digest32, isNew: Bool) {
    let slot = Int(field.rawValue)
    if let last = last[slot], last.text.span.equals(text) { return (last.digest, false) }
    let found = find(field, text)
    last[slot] = ([UInt8](text), found.digest)
    return found
  }

  private func find(_ field: PersonalField, _ text: Span<UInt8>) -> (digest: Digest32, isNew: Bool) {
    var key = [field.rawValue]
    unsafe text.withUnsafeBufferPointer { unsafe key.append(contentsOf: $0) }
    if let known = commitments[key] { return (known, false) }
    let digest = field.commitment(salt: salt, text: text)
    if commitments.count >= PersonSalt.rememberedTexts { commitments.removeAll() }
    commitments[key] = digest
    return (digest, true)
  }
}

extension Span<UInt8> {
  /// Whether both hold the same bytes.
  @inline(__always)
  func equals(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    return unsafe withUnsafeBytes { left in
      unsafe other.withUnsafeBytes { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return true }
        return unsafe memcmp(left, right, count) == 0
      }
    }
  }
}
