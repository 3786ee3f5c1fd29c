/// The layout of an access-log line.
enum AccessLine {
  /// Bytes that a field's contents may take in the line; together less than `AccessLog.lineLimit`.
  private static let pathLimit = 1024
  static let nameLimit = 256
  static let wordLimit = 64

  /// Appends the line of `record`, a line feed at its end.
  static func append(
    _ record: borrowing AccessRecord, id: Span<UInt8>, path: Span<UInt8>, time: inout TimeText,
    to line: inout LineBuffer
  ) {
    line.append("{\"time\":\"")
    time.append(record.time, to: &line)
    line.append("\"")
    text(",\"id\":", id, wordLimit, &line)
    text(",\"client\":", record.client.span, wordLimit, &line)
    text(",\"ja4\":", record.fingerprint.span, wordLimit, &line)
    fields(record.caller, &line)
    line.append(",\"method\":\"")
    line.append(record.method)
    line.append("\"")
    text(",\"path\":", path, pathLimit, &line)
    fields(record.call, &line)
    fields(record.verdict, &line)
    numbers(record, &line)
    line.append(",\"end\":\"")
    line.append(record.end)
    line.append("\"}\n")
  }

  private static func numbers(_ record: borrowing AccessRecord, _ line: inout LineBuffer) {
    line.append(",\"status\":")
    line.append(decimal: UInt64(max(0, record.status)))
    line.append(",\"bytes_in\":")
    line.append(decimal: record.bytesIn)
    line.append(",\"bytes_out\":")
    line.append(decimal: record.bytesOut)
    if let tokens = record.inputTokens {
      line.append(",\"input_tokens\":")
      line.append(decimal: tokens)
    }
    if let tokens = record.outputTokens {
      line.append(",\"output_tokens\":")
      line.append(decimal: tokens)
    }
    line.append(",\"ms\":")
    milliseconds(record.duration, &line)
    if let time = record.upstreamFirstByte {
      line.append(",\"first_byte_ms\":")
      milliseconds(time, &line)
    }
  }

  private static func fields(_ fields: LogFields?, _ line: inout LineBuffer) {
    if let fields { line.append(fields.bytes) }
  }

  static func text(_ key: StaticString, _ value: Span<UInt8>, _ limit: Int, _ line: inout LineBuffer) {
    guard !value.isEmpty else { return }
    line.append(key)
    JSONText.append(value, to: &line, limit: limit)
  }

  /// Nanoseconds as milliseconds with three decimals.
  private static func milliseconds(_ nanoseconds: UInt64, _ line: inout LineBuffer) {
    line.append(decimal: nanoseconds / 1_000_000)
    line.append(".")
    line.append(decimal: nanoseconds / 1000 % 1000, digits: 3)
  }
}
