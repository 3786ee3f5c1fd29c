import Cryptography

/// Turns records and events into entries; bound to the appender. The schema is in `docs/audit.md`.
struct EntryEncoder {
  /// How many callers, each at one address, have their members remembered.
  static let rememberedCallers = 8192
  /// How many kinds of calls (route, model, role … path) have their members remembered.
  static let rememberedKinds = 1024

  var writer = EntryWriter()
  /// For fragments, while an entry is being written.
  private var side = EntryWriter()
  private var callers = FragmentCache(capacity: rememberedCallers)
  private var kinds = FragmentCache(capacity: rememberedKinds)
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

  /// The commitment to a person's text, which is sealed on the way.
  mutating func commitment(_ field: PersonalField, _ text: Span<UInt8>, of person: Person) throws(DiskFailure)
    -> Digest32
  {
    try sealed.commit(field, text, of: person.name, salt: person.salt, period: person.period)
  }

  /// Forgets a person's texts; gives how many fields were forgotten. What was sealed must have been written before.
  mutating func erase(person: [UInt8]) throws(DiskFailure) -> Int {
    callers.removeAll()
    return try sealed.erase(person: person)
  }
}

extension EntryEncoder {
  /// The runs of a caller's members: what stands before the action, between age and id, after the policy.
  enum CallerRun {
    static let context = 0
    static let methods = 1
    static let means = 2
    static let principal = 3
  }

  /// How a caller proved who they are, and the client, as members ready to be copied.
  mutating func caller(_ caller: CallerFields, client: Range<Int>, at time: Int64, in record: borrowing RecordReader)
    throws(DiskFailure) -> Fragments
  {
    // Salts last one day.
    let period = UInt64(SealedSegment.period(of: time))
    let bytes = record[caller.place.lowerBound..<client.upperBound]
    let slot = callers.slot(of: bytes)
    if let known = callers.find(bytes, context: period, at: slot) { return known }
    let person = person(record[caller.principal], time: time)
    var ends: InlineArray<4, Int> = [0, 0, 0, 0]
    side.begin()
    side.field("acr", record[caller.context])
    ends[CallerRun.context] = side.count
    side.field("amr", list: record[caller.methods], separator: UInt8(ascii: " "))
    ends[CallerRun.methods] = side.count
    try commit(.client, record[client], of: person)
    side.field("credential", caller.credentialWord)
    if caller.isCredentialPublic {
      side.field("credential_id", record[caller.credentialName])
    } else {
      try commit(.credential, record[caller.credentialName], of: person)
    }
    try commit(.email, record[caller.email], of: person)
    ends[CallerRun.means] = side.count
    try commit(.principal, record[caller.principal], of: person)
    ends[CallerRun.principal] = side.count
    let made = Fragments(key: bytes, context: period, text: side.entry, ends: ends)
    callers.keep(made, at: slot)
    return made
  }

  /// Writes the commitment to a person's field, if there is a text.
  private mutating func commit(_ field: PersonalField, _ text: Span<UInt8>, of person: Person) throws(DiskFailure) {
    guard !text.isEmpty else { return }
    side.field(field.name, hex: try commitment(field, text, of: person).bytes)
  }

  /// The runs of a kind's members.
  enum KindRun {
    static let action = 0
    static let modelToPolicy = 1
    static let roleAndRoute = 2
    static let upstream = 3
  }

  /// What a call asks of whom by which rule, as members ready to be copied.
  mutating func kind(_ names: CallNames, pathCount: UInt32, in record: borrowing RecordReader) -> Fragments {
    // With the length before it, so that no two kinds are the same bytes.
    let bytes = record[names.route.lowerBound - 2..<names.path.upperBound]
    let slot = kinds.slot(of: bytes)
    if let known = kinds.find(bytes, context: UInt64(pathCount), at: slot) { return known }
    var ends: InlineArray<4, Int> = [0, 0, 0, 0]
    side.begin()
    side.field("action", record[names.action])
    ends[KindRun.action] = side.count
    side.field("model", record[names.model])
    side.field("path", record[names.path])
    side.field("path_bytes", UInt64(pathCount))
    side.field("policy", record[names.policy])
    ends[KindRun.modelToPolicy] = side.count
    side.field("role", record[names.role])
    side.field("route", record[names.route])
    ends[KindRun.roleAndRoute] = side.count
    side.field("upstream", record[names.upstream])
    ends[KindRun.upstream] = side.count
    let made = Fragments(key: bytes, context: UInt64(pathCount), text: side.entry, ends: ends)
    kinds.keep(made, at: slot)
    return made
  }
}
