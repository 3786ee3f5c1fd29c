/// A function, initialiser, subscript or computed property with a body, and how long that body is.
struct FunctionBody: Equatable {
  var name: String
  /// One-based line of the declaration.
  var line: Int
  /// Lines strictly between the braces, at least 1.
  var length: Int
}
