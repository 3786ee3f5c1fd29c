extension CallRefusal {
  /// The refusal as status, code and a sentence that names the field.
  public var content: ErrorContent {
    ErrorContent(kind, code: code, parameter: parameter, message: sentence)
  }

  /// Whose fault it is: always the client's, or a name that does not exist here.
  public var kind: ErrorKind {
    switch self {
    case .modelUnknown, .modelSpeaksOtherwise: .notFound
    case .json(.tooLong): .tooLarge
    case .json(.memory): .overloaded
    case .contentType, .charset, .contentEncoding: .unsupportedMedia
    default: .invalidRequest
    }
  }

  /// The status code of the refusal.
  public var status: Int { kind.status }

  /// A stable word for programs and for the audit log.
  public var code: StaticString {
    switch self {
    case .json(let fault): fault.code
    case .notAnObject: "body_not_an_object"
    case .modelMissing: "model_missing"
    case .modelUnknown: "model_not_found"
    case .modelSpeaksOtherwise: "model_dialect"
    case .modelNamedTwice: "model_named_twice"
    case .fieldUnknown: "unknown_field"
    case .fieldSpelling: "field_spelling"
    case .fieldType: "field_type"
    case .fieldRange: "field_range"
    case .tooManyTools: "too_many_tools"
    case .toolName: "tool_name"
    case .queryParameter: "query_parameter"
    case .contentType: "content_type"
    case .charset: "charset"
    case .contentEncoding: "content_encoding"
    }
  }

  /// The field at fault, or nil.
  public var parameter: [UInt8]? {
    switch self {
    case .modelMissing, .modelUnknown, .modelSpeaksOtherwise: Array("model".utf8)
    case .modelNamedTwice(let field), .fieldUnknown(let field), .fieldSpelling(let field): field
    case .queryParameter(let name): name
    case .fieldType(let field, _): Array(field.name.utf8)
    case .fieldRange(let field, _, _): Array(field.name.utf8)
    case .tooManyTools, .toolName: Array("tools".utf8)
    default: nil
    }
  }

  /// One sentence; what the client sent is quoted, escaped later by the shape.
  var sentence: [UInt8] {
    switch self {
    case .json(let fault): Array(fault.sentence.utf8)
    case .notAnObject: Array("The body must be a JSON object.".utf8)
    case .modelMissing: Array("The body must name a model: a string in the field 'model'.".utf8)
    case .modelUnknown(let name): Self.sentence("The model '", name, "' does not exist here or you may not use it.")
    case .modelSpeaksOtherwise(let name, let asked, let speaks):
      Self.sentence("The model '", name, "' is not served over the \(asked.name) API; use \(Self.words(speaks)).")
    case .modelNamedTwice(let field): Self.sentence("The field '", field, "' names a model in a second place.")
    case .fieldUnknown(let field): Self.sentence("The field '", field, "' is not known to this API.")
    case .fieldSpelling(let field):
      Self.sentence("The field '", field, "' must be written in lower-case letters exactly as the API defines it.")
    case .fieldType(let field, let expected):
      Array("The field '\(field.name)' must be \(expected.words).".utf8)
    case .fieldRange(let field, let minimum, let maximum):
      Array("The field '\(field.name)' must be a whole number from \(minimum) to \(maximum).".utf8)
    case .tooManyTools(let maximum): Array("At most \(maximum) tools may be offered in one call.".utf8)
    case .toolName(let maximum): Array("A tool's name must be a string of 1 to \(maximum) bytes.".utf8)
    case .queryParameter(let name): Self.sentence("The query parameter '", name, "' is not known to this API.")
    case .contentType: Array("The body must be sent as Content-Type: application/json.".utf8)
    case .charset: Array("The body must be UTF-8.".utf8)
    case .contentEncoding: Array("A compressed body is not accepted; send it without Content-Encoding.".utf8)
    }
  }

  private static func sentence(_ before: String, _ quoted: [UInt8], _ after: String) -> [UInt8] {
    let longest = 80
    var text = Array(before.utf8)
    text += quoted.prefix(longest)
    if quoted.count > longest { text.append("...") }
    return text + Array(after.utf8)
  }

  private static func words(_ dialects: DialectSet) -> String {
    Dialect.allCases.filter { dialects.contains($0) }.map(\.name).joined(separator: " or ")
  }
}

extension JSONExpectation {
  var words: String {
    switch self {
    case .string: "a string"
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .object: "an object"
    case .array: "an array"
    }
  }
}
