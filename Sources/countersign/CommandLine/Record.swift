/// One thing with named values: aligned lines for people, one object for programs.
struct Record: Sendable {
  private(set) var members: [JSONValue.Member] = []

  init(_ members: KeyValuePairs<String, JSONValue> = [:]) {
    self.members = members.map { .init(key: $0.key, value: $0.value) }
  }

  mutating func append(_ key: String, _ value: JSONValue) {
    members.append(.init(key: key, value: value))
  }

  /// The record without a final newline; people do not see absent values.
  func text(as format: OutputFormat) -> String {
    switch format {
    case .json: return JSONValue.object(members).json
    case .table:
      let shown = members.filter { $0.value != .null }
      let width = shown.map(\.key.count).max() ?? 0
      return shown.map { member in
        let label = member.key.split(separator: "_").joined(separator: " ")
        return label + String(repeating: " ", count: width - label.count + 2) + member.value.cell
      }.joined(separator: "\n")
    }
  }
}
