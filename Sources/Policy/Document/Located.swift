/// A value and where it was written.
public struct Located<Value: Sendable>: Sendable {
  public let value: Value
  public let position: SourcePosition

  public init(_ value: Value, _ position: SourcePosition) {
    self.value = value
    self.position = position
  }
}
