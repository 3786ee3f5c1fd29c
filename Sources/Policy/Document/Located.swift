/// A value and where it was written.
public struct Located<Value: Sendable>: Sendable {
  /// What was written.
  public let value: Value
  /// Where it was written.
  public let position: SourcePosition

  public init(_ value: Value, _ position: SourcePosition) {
    self.value = value
    self.position = position
  }
}
