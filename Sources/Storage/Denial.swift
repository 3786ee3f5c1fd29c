public import Identity

/// A denylist entry with its end and the administrator's reason.
public struct Denial: Sendable, Equatable {
  /// What is refused.
  public let entry: DenylistEntry
  /// Unix seconds from which the entry no longer counts; nil for no end.
  public let expires: Int64?
  /// Why, in the administrator's words.
  public let reason: String
  /// When it was added, in Unix seconds.
  public let createdAt: Int64

  public init(entry: DenylistEntry, expires: Int64?, reason: String, createdAt: Int64) {
    self.entry = entry
    self.expires = expires
    self.reason = reason
    self.createdAt = createdAt
  }
}
