/// The first place where a log contradicts itself.
public struct LogDamage: Error, Equatable, Sendable {
  /// The first damaged entry's index; nil when the damage cannot be pinned to one.
  public let index: UInt64?
  /// What is wrong there.
  public let what: String

  public init(index: UInt64?, _ what: String) {
    self.index = index
    self.what = what
  }
}

extension LogDamage: CustomStringConvertible {
  public var description: String {
    index.map { "entry \($0): \(what)" } ?? what
  }
}
