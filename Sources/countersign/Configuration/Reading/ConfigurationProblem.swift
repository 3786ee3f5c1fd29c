import Policy

/// One thing that is wrong with the configuration, where, and how to mend it.
struct ConfigurationProblem: Sendable {
  let position: SourcePosition
  /// One sentence without a full stop.
  let message: String
  let fix: String
}
