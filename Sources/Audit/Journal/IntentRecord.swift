import Cryptography

/// The size and the fields of an intent's record.
struct IntentRecord {
  let size: Int
  private let path: Int
  private let tools: Int

  @inline(__always)
  init(_ intent: borrowing Intent, path: Span<UInt8>, tools: Span<UInt8>) throws(JournalError) {
    guard let target = intent.target.encoded?.count, let rule = intent.rule.encoded?.count,
      intent.client.count <= RecordLimit.name
    else { throw .tooLarge }
    self.path = min(path.count, RecordLimit.path)
    self.tools = min(tools.count, RecordLimit.tools)
    let names = intent.caller.encoded.count + 2 + intent.client.count + target + rule
    size = RecordLayout.size(fields: 81 + names + 4 + self.path + self.tools)
  }

  @inline(__always)
  func write(_ intent: borrowing Intent, path: Span<UInt8>, tools: Span<UInt8>, to writer: inout RecordWriter) {
    writer.write(intent.id)
    writer.write(intent.time)
    writer.write(intent.promptDigest)
    writer.write(intent.requestBytes)
    writer.write(intent.tokenLimit)
    writer.write(intent.toolCount)
    writer.write(UInt32(truncatingIfNeeded: path.count))
    writer.write(UInt8(intent.streams ? 1 : 0))
    writer.write(raw: intent.caller.encoded)
    writer.write(intent.client.span)
    if let target = intent.target.encoded { writer.write(raw: target) }
    if let rule = intent.rule.encoded { writer.write(raw: rule) }
    writer.write(path.extracting(first: self.path))
    writer.write(tools.extracting(first: self.tools))
  }
}
