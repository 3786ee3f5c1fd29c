/// What is wrong with a role, where it was written, and how to mend it.
public struct PolicyProblem: Sendable, Error {
  /// Where the mistake was written.
  public let position: SourcePosition
  /// One sentence without a full stop.
  public let message: String
  /// What to write instead.
  public let fix: String
  /// The name that is not known, and the names that are, where that is the problem.
  public let unknown: (name: String, known: [String])?

  init(_ position: SourcePosition, _ message: String, fix: String, unknown: (name: String, known: [String])? = nil) {
    self.position = position
    self.message = message
    self.fix = fix
    self.unknown = unknown
  }
}
