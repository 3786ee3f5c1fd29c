/// A value in canonical JSON; numbers are whole and not negative.
public indirect enum CanonicalJSON: Equatable, Sendable {
  case object([String: CanonicalJSON])
  case array([CanonicalJSON])
  case string(String)
  case number(UInt64)
  case bool(Bool)

  /// How deep values may lie in each other.
  static let maximumDepth = 8

  /// The value whose one canonical spelling the bytes are (RFC 8785 without fractions); nil for every other spelling.
  public init?(_ bytes: [UInt8]) {
    var reader = CanonicalJSONReader(bytes)
    guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
    self = value
  }

  /// A member of an object.
  public subscript(_ key: String) -> CanonicalJSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The text, if it is one.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number, if it is one.
  public var number: UInt64? {
    if case .number(let value) = self { value } else { nil }
  }
}
