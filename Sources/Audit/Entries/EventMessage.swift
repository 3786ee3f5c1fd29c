extension AdministrativeEvent {
  /// The event as the outbox holds it, in plain text; canonical JSON.
  var encoded: [UInt8] {
    var writer = EntryWriter()
    writer.begin()
    writer.field("action", Array(action.rawValue.utf8).span)
    writer.field("actor", Array(actor.utf8).span)
    writer.field("details", object: details)
    writer.field("subject", Array(subject.utf8).span)
    writer.field("time", UInt64(clamping: time))
    writer.end()
    return writer.bytes
  }

  /// Nil when the bytes are not an event.
  init?(encoded bytes: [UInt8]) {
    guard let value = CanonicalJSON(bytes), let word = value["action"]?.string, let action = Action(rawValue: word),
      let time = value["time"]?.number
    else { return nil }
    var details: [String: String] = [:]
    if case .object(let members)? = value["details"] {
      for (key, member) in members { details[key] = member.string }
    }
    self.init(
      action, time: Int64(clamping: time), actor: value["actor"]?.string ?? "",
      subject: value["subject"]?.string ?? "", details: details)
  }
}
