/// Why a JSON text was refused.
enum JSONError: Error, Equatable {
  /// Not JSON as RFC 8259 defines it; the offset is that of the first byte that does not fit.
  case syntax(offset: Int)
  /// Not UTF-8, or an escaped half of a surrogate pair.
  case encoding(offset: Int)
  /// A name occurs twice in one object, after unescaping.
  case duplicate(offset: Int)
  /// Nested deeper than `IdentityLimits.jsonDepth` or more values than `IdentityLimits.jsonValues`.
  case tooComplex
}
