import Cryptography

extension EntryEncoder {
  /// The entry of an intent; nil when the record is broken. Keys in their sorted order.
  mutating func intent(_ bytes: Span<UInt8>) throws(DiskFailure) -> RequestID? {
    var record = RecordReader(bytes)
    let id = record.readID()
    let time = record.read(Int64.self)
    let prompt = record.readBytes(Digest32.count)
    let requestBytes = record.read(UInt64.self)
    let tokenLimit = record.readOptional()
    let toolCount = record.read(UInt32.self)
    let pathCount = record.read(UInt32.self)
    let streams = record.read(UInt8.self) == 1
    let caller = CallerFields(&record)
    let client = record.readName()
    let names = CallNames(&record)
    let tools = record.readName()
    guard !record.isBroken else { return nil }
    let who = try self.caller(caller, client: client, at: time, in: record)
    let what = kind(names, pathCount: pathCount, in: record)
    writer.begin()
    who.write(CallerRun.context, to: &writer)
    what.write(KindRun.action, to: &writer)
    writer.field("age", caller.age(at: time))
    who.write(CallerRun.methods, to: &writer)
    who.write(CallerRun.means, to: &writer)
    writer.field("id", id)
    writer.field("kind", "intent")
    what.write(KindRun.modelToPolicy, to: &writer)
    who.write(CallerRun.principal, to: &writer)
    if !record[prompt].isZero { writer.field("prompt", hex: record[prompt]) }
    writer.field("request_bytes", requestBytes)
    what.write(KindRun.roleAndRoute, to: &writer)
    writer.field("stream", streams)
    writer.field("time", UInt64(clamping: time))
    writer.field("token_limit", tokenLimit)
    writer.field("tool_count", UInt64(toolCount))
    writer.field("tools", list: record[tools], separator: UInt8(ascii: "\n"))
    what.write(KindRun.upstream, to: &writer)
    writer.field("v", EntryEncoder.version)
    writer.end()
    return id
  }

  /// The entry of an outcome, with the index of its call's intent; false when the record is broken.
  mutating func outcome(_ bytes: Span<UInt8>, intent: UInt64?) -> Bool {
    var record = RecordReader(bytes)
    let id = record.readID()
    let time = record.read(Int64.self)
    let status = record.read(UInt16.self)
    let upstreamStatus = record.read(UInt16.self)
    let responseBytes = record.read(UInt64.self)
    let (input, output) = (record.readOptional(), record.readOptional())
    let firstByte = record.readOptional()
    let duration = record.read(UInt64.self)
    guard let end = Outcome.End(rawValue: record.read()), !record.isBroken else { return false }
    writer.begin()
    writer.field("duration_ms", duration)
    writer.field("end", end.word)
    writer.field("first_byte_ms", firstByte)
    writer.field("id", id)
    writer.field("input_tokens", input)
    writer.field("intent", intent)
    writer.field("kind", "outcome")
    writer.field("output_tokens", output)
    writer.field("response_bytes", responseBytes)
    writer.field("status", UInt64(status))
    writer.field("time", UInt64(clamping: time))
    writer.field("upstream_status", UInt64(upstreamStatus))
    writer.field("v", EntryEncoder.version)
    writer.end()
    return true
  }

  /// The entry that closes a call whose process ended before its outcome.
  mutating func interrupted(_ id: RequestID, intent: UInt64, time: Int64) {
    writer.begin()
    writer.field("id", id)
    writer.field("intent", intent)
    writer.field("kind", "interrupted")
    writer.field("time", UInt64(clamping: time))
    writer.field("v", EntryEncoder.version)
    writer.end()
  }
}

extension Span<UInt8> {
  /// Whether every byte is zero.
  var isZero: Bool {
    for index in indices where self[index] != 0 { return false }
    return true
  }
}
