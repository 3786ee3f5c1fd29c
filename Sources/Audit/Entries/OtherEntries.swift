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
    let person = person(record[caller.principal], time: time)
    writer.begin()
    writer.field("acr", record[caller.context])
    writer.field("action", record[action])
    writer.field("age", caller.age(at: time))
    writer.field("amr", list: record[caller.methods], separator: UInt8(ascii: " "))
    try self.caller(caller, client: client, of: person, in: record)
    writer.field("id", id)
    writer.field("kind", "refusal")
    writer.field("model", record[model])
    writer.field("path", record[path])
    writer.field("path_bytes", UInt64(pathCount))
    writer.field("policy", record[policy])
    try commit(.principal, record[caller.principal], of: person)
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
    if let kind { try commit(.block, Array(kind.block.text.utf8).span, of: nobody) }
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
    let actor = Array(event.actor.utf8)
    try commit(.actor, actor.span, of: person(actor.span, time: event.time))
    writer.field("details", object: event.details)
    writer.field("kind", "event")
    let subject = Array(event.subject.utf8)
    try commit(.subject, subject.span, of: person(subject.span, time: event.time))
    writer.field("time", UInt64(clamping: event.time))
    writer.field("v", EntryEncoder.version)
    writer.end()
  }
}
