/// A JSON value of a token or key set, read strictly.
enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// The number as it was written: nothing is rounded before somebody asks.
  case number([UInt8])
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The strings of an array of strings; nil when it is no array or holds anything else.
  var strings: [String]? {
    guard case .array(let values) = self else { return nil }
    let strings = values.compactMap(\.string)
    return strings.count == values.count ? strings : nil
  }

  /// Whole seconds of a NumericDate (RFC 7519 section 2): digits, perhaps with a fraction, which is cut off.
  ///
  /// Nil for negative numbers, exponents, and anything past the year 285 million.
  var seconds: Int64? {
    guard case .number(let text) = self else { return nil }
    var value: Int64 = 0
    for (index, digit) in text.enumerated() {
      if digit == 0x2e, index > 0 { return text[(index + 1)...].allSatisfy(JSONReader.isDigit) ? value : nil }
      guard JSONReader.isDigit(digit), value < 1 << 49 else { return nil }
      value = value * 10 + Int64(digit - 0x30)
    }
    return value
  }

  static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }
}

/// The members of a JSON object in their order; names are unique and compared as bytes.
struct JSONObject: Sendable, Equatable {
  struct Member: Sendable, Equatable {
    let name: [UInt8]
    let value: JSONValue
  }

  let members: [Member]

  /// The value of a member; nil where there is none.
  subscript(_ name: String) -> JSONValue? {
    members.first { $0.name.elementsEqual(name.utf8) }?.value
  }

  /// The value at the end of a path of names through nested objects.
  func value(at path: [String]) -> JSONValue? {
    guard let first = path.first else { return nil }
    return path.dropFirst().reduce(self[first]) { $0?.object?[$1] }
  }
}

extension String {
  /// Whether both are the same bytes in UTF-8; `==` would also equate canonically equivalent text.
  func hasSameBytes(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }
}
