/// Why a request to a model API is refused before anybody asks whether it is allowed.
public enum CallRefusal: Error, Sendable, Equatable {
  case json(JSONFault)
  case notAnObject
  case modelMissing
  /// No model of that name in the catalogue.
  case modelUnknown(name: [UInt8])
  /// The model's upstream does not speak the dialect of this endpoint.
  case modelSpeaksOtherwise(name: [UInt8], asked: Dialect, speaks: DialectSet)
  /// A second place names a model.
  case modelNamedTwice(field: [UInt8])
  /// A top-level field this dialect does not define.
  case fieldUnknown([UInt8])
  /// A known field in other letter case, which some servers would read and others not.
  case fieldSpelling([UInt8])
  case fieldType(KnownField, JSONExpectation)
  /// An integer outside what the field may say.
  case fieldRange(KnownField, minimum: Int, maximum: Int)
  case tooManyTools(maximum: Int)
  case toolName(maximum: Int)
  /// A query parameter that the endpoint does not define.
  case queryParameter([UInt8])
  case contentType
  case charset
  case contentEncoding
}

/// A field the reader knows.
public struct KnownField: Sendable, Equatable {
  let field: Field

  /// As the API writes it.
  public var name: String { field.rawValue }

  init(_ field: Field) { self.field = field }
}

/// The kind of value a field must have.
public enum JSONExpectation: Sendable, Equatable {
  case string
  case boolean
  case integer
  case object
  case array
}
