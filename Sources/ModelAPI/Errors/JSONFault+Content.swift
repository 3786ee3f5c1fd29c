extension JSONFault {
  /// A stable word for programs and for the audit log.
  public var code: StaticString {
    switch self {
    case .empty: "body_empty"
    case .tooLong: "body_too_long"
    case .encoding, .utf8: "body_not_utf8"
    case .syntax, .number, .string: "body_not_json"
    case .tooDeep: "body_too_deep"
    case .tooManyKeys, .tooManyKeysInObject, .keyTooLong: "body_too_many_keys"
    case .duplicateKey: "duplicate_key"
    case .nulInKey: "nul_in_key"
    case .memory: "out_of_memory"
    }
  }

  /// One sentence for people.
  var sentence: String {
    switch self {
    case .empty: "The body is empty; a JSON object is needed."
    case .tooLong(let maximum): "The body is longer than \(maximum) bytes."
    case .encoding: "The body must be UTF-8 without a byte order mark."
    case .utf8: "The body is not valid UTF-8."
    case .syntax: "The body is not valid JSON."
    case .number: "The body holds a number that does not fit 64 bits."
    case .string: "The body holds a string with a control character, a bad escape or half a surrogate pair."
    case .tooDeep(let maximum): "The body is nested deeper than \(maximum) levels."
    case .tooManyKeys(let maximum): "The body has more than \(maximum) keys."
    case .tooManyKeysInObject(let maximum): "The body has an object with more than \(maximum) keys."
    case .keyTooLong(let maximum): "The body has a key longer than \(maximum) bytes."
    case .duplicateKey(let offset): "The body has a key twice in one object, letter case ignored (byte \(offset))."
    case .nulInKey(let offset): "The body has a key with a NUL character (byte \(offset))."
    case .memory: "The gateway is out of memory; try again."
    }
  }
}
