/// A claim that a token must carry, and the values it may have.
public struct RequiredClaim: Sendable, Equatable {
  /// The claim's name, or the names on the way to it through nested objects.
  public let path: [String]
  /// The string must be one of these, or the array of strings must hold one; nil when any value but null will do.
  public let values: [String]?

  public init(path: [String], values: [String]? = nil) {
    self.path = path
    self.values = values
  }

  /// Whether the claims satisfy this.
  func isSatisfied(by claims: JSONObject) -> Bool {
    guard let value = claims.value(at: path), value != .null else { return false }
    guard let values else { return true }
    let stated = value.string.map { [$0] } ?? value.strings ?? []
    return stated.contains { one in values.contains { $0.hasSameBytes(as: one) } }
  }
}
