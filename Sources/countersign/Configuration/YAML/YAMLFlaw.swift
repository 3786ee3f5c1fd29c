import Policy

/// What is wrong with a document before any setting is looked at.
struct YAMLFlaw: Error, Sendable {
  let position: SourcePosition
  let message: String
  let fix: String
}
