/// A value in a listing or record: one cell for people, one JSON value for programs.
enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(String)
  case array([JSONValue])
  case object([Member])

  struct Member: Sendable, Equatable {
    let key: String
    let value: JSONValue
  }

  /// An RFC 3339 time from Unix seconds; null where there is none.
  static func time(_ seconds: Int64?) -> JSONValue {
    seconds.map { .string(Timestamp.text($0)) } ?? .null
  }

  static func text(_ text: String?) -> JSONValue {
    text.map { .string($0) } ?? .null
  }

  static func strings(_ texts: [String]) -> JSONValue {
    .array(texts.map { .string($0) })
  }

  /// Compact JSON on one line.
  var json: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .string(let value): JSONValue.write(value, to: &text)
    case .array(let values): JSONValue.list(values, "[", "]", to: &text) { $0.write(to: &$1) }
    case .object(let members):
      JSONValue.list(members, "{", "}", to: &text) { member, text in
        JSONValue.write(member.key, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
    }
  }

  private static func list<Element>(
    _ elements: [Element], _ open: String, _ close: String, to text: inout String,
    _ write: (Element, inout String) -> Void
  ) {
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      write(element, &text)
    }
    text += close
  }

  private static func write(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where PrintableText.isControl(scalar): text += PrintableText.escape(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
