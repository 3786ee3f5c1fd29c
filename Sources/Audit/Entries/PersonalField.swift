import Cryptography

/// A field whose text never enters the tree: the tree holds a salted commitment, the text is sealed beside the log.
enum PersonalField: UInt8, CaseIterable {
  case principal = 1
  case client = 2
  case credential = 3
  case email = 4
  case actor = 5
  case subject = 6
  case block = 7

  /// Its name in entries and under the commitment.
  var name: StaticString {
    switch self {
    case .principal: "principal"
    case .client: "client"
    case .credential: "credential_id"
    case .email: "email"
    case .actor: "actor"
    case .subject: "subject"
    case .block: "block"
    }
  }

  /// `SHA-256(salt ‖ field name ‖ 0x00 ‖ text)`.
  func commitment(salt: Digest32, text: Span<UInt8>) -> Digest32 {
    var hash = SHA256()
    hash.update(salt.bytes)
    let name = name
    hash.update(unsafe Span(_unsafeStart: name.utf8Start, count: name.utf8CodeUnitCount))
    hash.update(byte: 0)
    hash.update(text)
    return hash.finalize()
  }
}
