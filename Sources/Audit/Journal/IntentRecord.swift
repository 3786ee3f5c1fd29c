import Cryptography

/// The size and the fields of an intent's record.
struct IntentRecord {
  let size: Int
  private let path: Int
  private let tools: Int

  @inline(__always)
  init(_ intent: borrowing Intent, path: Span<UInt8>, tools: Span<UInt8>) throws(JournalError) {
    let longest = max(
      max(intent.client.count, intent.route.count, intent.action.count, intent.model.count),
      max(intent.upstream.count, intent.role.count, intent.policy.count))
    guard longest <= RecordLimit.name else { throw .tooLarge }
    self.path = min(path.count, RecordLimit.path)
    self.tools = min(tools.count, RecordLimit.tools)
    let first = intent.client.count + intent.route.count + intent.action.count + intent.model.count
    let second = intent.upstream.count + intent.role.count + intent.policy.count
    let names = intent.caller.encoded.count + 14 + first + second
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
    writer.write(intent.route.span)
    writer.write(intent.action.span)
    writer.write(intent.model.span)
    writer.write(intent.upstream.span)
    writer.write(intent.role.span)
    writer.write(intent.policy.span)
    writer.write(path.extracting(first: self.path))
    writer.write(tools.extracting(first: self.tools))
  }
}
