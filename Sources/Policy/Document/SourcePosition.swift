/// Where in the configuration something was written; lines and columns count from 1.
public struct SourcePosition: Sendable, Equatable {
  /// The line, from 1.
  public let line: Int
  /// The column, from 1.
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
