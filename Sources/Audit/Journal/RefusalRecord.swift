/// The size and the fields of a refusal's record.
struct RefusalRecord {
  let size: Int
  private let path: Int

  init(_ refusal: borrowing Refusal, path: Span<UInt8>) throws(JournalError) {
    let longest = max(
      max(refusal.client.count, refusal.route.count, refusal.action.count, refusal.model.count),
      max(refusal.role.count, refusal.policy.count, refusal.reason.count))
    guard longest <= RecordLimit.name else { throw .tooLarge }
    self.path = min(path.count, RecordLimit.path)
    let first = refusal.client.count + refusal.route.count + refusal.action.count + refusal.model.count
    let second = refusal.role.count + refusal.policy.count + refusal.reason.count
    size = RecordLayout.size(fields: 30 + refusal.caller.encoded.count + 14 + first + second + 2 + self.path)
  }

  func write(_ refusal: borrowing Refusal, path: Span<UInt8>, to writer: inout RecordWriter) {
    writer.write(refusal.id)
    writer.write(refusal.time)
    writer.write(refusal.status)
    writer.write(UInt32(truncatingIfNeeded: path.count))
    writer.write(raw: refusal.caller.encoded)
    writer.write(refusal.client.span)
    writer.write(refusal.route.span)
    writer.write(refusal.action.span)
    writer.write(refusal.model.span)
    writer.write(refusal.role.span)
    writer.write(refusal.policy.span)
    writer.write(refusal.reason.span)
    writer.write(path.extracting(first: self.path))
  }
}

extension StrangerRefusal {
  var recordSize: Int {
    RecordLayout.size(fields: 16 + 2 + min(reason.count, RecordLimit.reason))
  }

  func write(to writer: inout RecordWriter) {
    writer.write(time)
    writer.write(block.bits)
    writer.write(reason.span.extracting(first: min(reason.count, RecordLimit.reason)))
  }
}

extension Outcome {
  @inline(__always)
  func write(to writer: inout RecordWriter) {
    writer.write(id)
    writer.write(time)
    writer.write(status)
    writer.write(upstreamStatus)
    writer.write(responseBytes)
    writer.write(inputTokens)
    writer.write(outputTokens)
    writer.write(firstByte)
    writer.write(duration)
    writer.write(end.rawValue)
  }
}
