import Cryptography

/// Turns records and events into entries; bound to the appender. The schema is in `docs/audit.md`.
struct EntryEncoder {
  var writer = EntryWriter()
  var sealed: SealedStore

  init(sealed: SealedStore) {
    self.sealed = sealed
  }

  /// The version of the schema, `v`.
  static let version: UInt64 = 1

  /// A person at a time, with their salt.
  struct Person {
    let name: [UInt8]
    let salt: PersonSalt
    let period: Int
  }

  mutating func person(_ name: Span<UInt8>, time: Int64) -> Person {
    let name = [UInt8](name)
    let (salt, period) = sealed.salt(person: name, time: time)
    return Person(name: name, salt: salt, period: period)
  }

  /// Writes the commitment to a person's field, if there is a text; the text is sealed on the way.
  mutating func commit(_ field: PersonalField, _ text: Span<UInt8>, of person: Person) throws(DiskFailure) {
    guard !text.isEmpty else { return }
    let digest = try sealed.commit(field, text, of: person.name, salt: person.salt, period: person.period)
    writer.field(field.name, hex: digest.bytes)
  }

  /// How a caller proved who they are, and the client: `client` to `id` in the sorted keys.
  mutating func caller(
    _ caller: CallerFields, client: Range<Int>, of person: Person, in record: borrowing RecordReader
  ) throws(DiskFailure) {
    try commit(.client, record[client], of: person)
    writer.field("credential", caller.credentialWord)
    if caller.isCredentialPublic {
      writer.field("credential_id", record[caller.credentialName])
    } else {
      try commit(.credential, record[caller.credentialName], of: person)
    }
    try commit(.email, record[caller.email], of: person)
  }
}
