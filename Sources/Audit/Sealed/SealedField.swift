import Cryptography

/// The text of one personal field with its salt: what erasure forgets.
struct SealedField: Equatable {
  let field: PersonalField
  let salt: Digest32
  /// Whom the field belongs to; empty for strangers.
  let person: [UInt8]
  let text: [UInt8]

  var commitment: Digest32 { field.commitment(salt: salt, text: text.span) }

  /// `field(1) ‖ salt(32) ‖ length of person(2, big-endian) ‖ person ‖ text`.
  var encoded: [UInt8] {
    [field.rawValue] + salt.array + [UInt8(person.count >> 8), UInt8(person.count & 255)] + person + text
  }

  init(field: PersonalField, salt: Digest32, person: [UInt8], text: [UInt8]) {
    self.field = field
    self.salt = salt
    self.person = person
    self.text = text
  }

  /// Nil when the bytes are not of that form.
  init?(encoded bytes: [UInt8]) {
    guard bytes.count >= 35, let field = PersonalField(rawValue: bytes[0]),
      let salt = Digest32(bytes.span.extracting(1..<33))
    else { return nil }
    let end = 35 + Int(bytes[33]) << 8 + Int(bytes[34])
    guard bytes.count >= end else { return nil }
    self.init(field: field, salt: salt, person: Array(bytes[35..<end]), text: Array(bytes[end...]))
  }
}
