import Audit

/// Prints entries as lines, for people or for programs.
struct AuditTail {
  var names: AuditNames
  /// Only entries of this person.
  let user: String?
  let invocation: Invocation

  /// The last entries, oldest first.
  mutating func show(last count: Int, _ reader: LogReader) throws(LogDamage) {
    let user = user
    var names = names
    let entries = try reader.last(count) { entry in user == nil || names.person(of: entry, reader) == user }
    for entry in entries { show(entry, reader) }
  }

  /// Everything from an index on.
  mutating func show(from index: UInt64, _ reader: LogReader) throws(LogDamage) {
    var entries: [Entry] = []
    try reader.forEach(in: index..<reader.checkpoint.size) { entries.append($0) }
    for entry in entries where user == nil || names.person(of: entry, reader) == user { show(entry, reader) }
  }

  private mutating func show(_ entry: Entry, _ reader: LogReader) {
    switch invocation.output {
    case .json: invocation.console.line(json(entry).json)
    case .table: invocation.console.line(line(entry, person: names.person(of: entry, reader) ?? "-"))
    }
  }

  /// `17  2025-03-01T08:00:00Z  intent  local:ana  chat qwen2.5-coder  4bf9…`.
  private mutating func line(_ entry: Entry, person: String) -> String {
    let words = [
      String(entry.index), Timestamp.text(entry.time / 1000), entry.kind.rawValue, person, what(entry),
      names.text("subject", of: entry) ?? entry.id?.text ?? "",
    ]
    return words.filter { !$0.isEmpty }.map(PrintableText.line).joined(separator: "  ")
  }

  private func what(_ entry: Entry) -> String {
    let keys: [String] =
      switch entry.kind {
      case .intent: ["action", "model", "route"]
      case .outcome: ["status", "end", "input_tokens", "output_tokens", "duration_ms"]
      case .refusal: ["status", "reason", "action", "model"]
      case .strangers: ["count", "reason"]
      case .event: ["action", "details"]
      case .interrupted: []
      }
    return keys.compactMap { key in entry.fields[key].map { word($0, key: key, kind: entry.kind) } }
      .joined(separator: " ")
  }

  private func word(_ value: CanonicalJSON, key: String, kind: Entry.Kind) -> String {
    let text = JSONValue(value).cell
    return kind == .outcome && key != "status" && key != "end" ? "\(key)=\(text)" : text
  }

  private mutating func json(_ entry: Entry) -> JSONValue {
    guard case .object(let members) = entry.fields else { return .null }
    var shown: [JSONValue.Member] = [.init(key: "index", value: .integer(Int64(entry.index)))]
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      let text = AuditTail.personal.contains(key) ? names.text(key, of: entry) : nil
      shown.append(.init(key: key, value: text.map { .string($0) } ?? JSONValue(value)))
    }
    return .object(shown)
  }

  /// The fields that hold commitments; `credential_id` does unless it is an API key's.
  private static let personal: Set<String> = [
    "principal", "client", "credential_id", "email", "actor", "subject", "block",
  ]
}

extension JSONValue {
  /// A value of the log as a value of a listing.
  init(_ value: CanonicalJSON) {
    switch value {
    case .string(let text): self = .string(text)
    case .number(let number): self = .integer(Int64(clamping: number))
    case .bool(let flag): self = .bool(flag)
    case .array(let values): self = .array(values.map { JSONValue($0) })
    case .object(let members):
      self = .object(members.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: JSONValue($0.value)) })
    }
  }
}
