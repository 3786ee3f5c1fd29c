import Policy

/// Where a setting was made: in the file, or by an environment variable.
struct Place: Sendable, Equatable {
  let position: SourcePosition
  /// The variable's name; nil for the file.
  let variable: String?

  init(line: Int, column: Int, variable: String? = nil) {
    position = SourcePosition(line: line, column: column)
    self.variable = variable
  }

  /// The start of the file, for what is missing altogether.
  static let start = Place(line: 1, column: 1)
}
