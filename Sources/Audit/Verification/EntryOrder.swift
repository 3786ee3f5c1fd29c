/// The order entries must follow: each outcome has one intent before it, and no intent has two ends.
struct EntryOrder {
  private var open: [RequestID: UInt64] = [:]

  var openCalls: Int { open.count }

  mutating func follow(_ entry: Entry) throws(LogDamage) {
    guard let id = entry.id else { return }
    switch entry.kind {
    case .intent:
      guard open.updateValue(entry.index, forKey: id) == nil else {
        throw LogDamage(index: entry.index, "a second intent of the same call")
      }
    case .outcome, .interrupted:
      guard let intent = open.removeValue(forKey: id), entry.fields["intent"]?.number == intent else {
        throw LogDamage(index: entry.index, "an end without the intent it names")
      }
    case .refusal, .strangers, .event: break
    }
  }
}
