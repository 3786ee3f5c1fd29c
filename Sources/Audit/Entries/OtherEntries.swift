import Cryptography

extension EntryEncoder {
  /// The entry of an identified caller's refusal; false when the record is broken.
  mutating func refusal(_ bytes: Span<UInt8>) throws(DiskFailure) -> Bool {
    var record = RecordReader(bytes)
    let id = record.readID()
    let time = record.read(Int64.self)
    let status = record.read(UInt16.self)
    let pathCount = record.read(UInt32.self)
    let caller = CallerFields(&record)
    let client = record.readName()
    let (route, action, model) = (record.readName(), record.readName(), record.readName())
    let (role, policy, reason) = (record.readName(), record.readName(), record.readName())
    let path = record.readName()
    guard !record.isBroken else { return false }
    let who = try self.caller(caller, client: client, at: time, in: record)
    writer.begin()
    who.write(CallerRun.context, to: &writer)
    writer.field("action", record[action])
    writer.field("age", caller.age(at: time))
    who.write(CallerRun.methods, to: &writer)
    who.write(CallerRun.means, to: &writer)
    writer.field("id", id)
    writer.field("kind", "refusal")
    writer.field("model", record[model])
    writer.field("path", record[path])
    writer.field("path_bytes", UInt64(pathCount))
    writer.field("policy", record[policy])
    who.write(CallerRun.principal, to: &writer)
    writer.field("reason", record[reason])
    writer.field("role", record[role])
    writer.field("route", record[route])
    writer.field("status", UInt64(status))
    writer.field("time", UInt64(clamping: time))
    writer.field("v", EntryEncoder.version)
    writer.end()
    return true
  }

  /// The entry that counts one kind of strangers' refusals; without a kind those that found no room.
  mutating func strangers(
    _ kind: StrangerTally.Kind?, count: UInt64, since: Int64, time: Int64
  ) throws(DiskFailure) {
    let nobody = person(Span(), time: time)
    writer.begin()
    if let kind {
      let block = try commitment(.block, Array(kind.block.text.utf8).span, of: nobody)
      writer.field(PersonalField.block.name, hex: block.bytes)
    }
    writer.field("count", count)
    writer.field("kind", "strangers")
    if let kind { writer.field("reason", kind.reason.span) } else { writer.field("reason", "uncounted") }
    writer.field("since", UInt64(clamping: since))
    writer.field("time", UInt64(clamping: time))
    writer.field("v", EntryEncoder.version)
    writer.end()
  }

  /// The entry of an administrative event.
  mutating func event(_ event: AdministrativeEvent) throws(DiskFailure) {
    writer.begin()
    writer.field("action", Array(event.action.rawValue.utf8).span)
    try commit(.actor, event.actor, time: event.time)
    writer.field("details", object: event.details)
    writer.field("kind", "event")
    try commit(.subject, event.subject, time: event.time)
    writer.field("time", UInt64(clamping: event.time))
    writer.field("v", EntryEncoder.version)
    writer.end()
  }

  /// Writes the commitment to a person's own name, if there is one.
  private mutating func commit(_ field: PersonalField, _ name: String, time: Int64) throws(DiskFailure) {
    guard !name.isEmpty else { return }
    let name = Array(name.utf8)
    let digest = try commitment(field, name.span, of: person(name.span, time: time))
    writer.field(field.name, hex: digest.bytes)
  }
}
