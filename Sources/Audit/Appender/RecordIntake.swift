import Cryptography

/// Turns one journal record into an entry of the tree, or a count of strangers.
struct RecordIntake {
  let strangerKinds: Int

  func take(
    _ record: Span<UInt8>, encoder: inout EntryEncoder, tree: inout TreeEdge, state: inout LogState
  ) throws(DiskFailure) {
    switch RecordKind(rawValue: record[16]) {
    case .intent:
      guard let id = try encoder.intent(record) else { return }
      state.open[id] = tree.size
    case .outcome:
      var reader = RecordReader(record)
      guard encoder.outcome(record, intent: state.open.removeValue(forKey: reader.readID())) else { return }
    case .refusal:
      guard try encoder.refusal(record) else { return }
    case .stranger:
      return count(record, in: &state.strangers)
    case .padding, nil:
      return
    }
    tree.append(encoder.writer)
  }

  private func count(_ record: Span<UInt8>, in tally: inout StrangerTally) {
    var reader = RecordReader(record)
    let time = reader.read(Int64.self)
    let block = AddressBlock(bits: reader.read())
    let reason = reader.readName()
    guard !reader.isBroken else { return }
    tally.count(reason: [UInt8](reader[reason]), block: block, time: time, limit: strangerKinds)
  }
}
