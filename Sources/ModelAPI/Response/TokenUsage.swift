/// What a response says it cost, in tokens; nil where it does not say.
public struct TokenUsage: Sendable, Equatable {
  /// Tokens of the prompt.
  public internal(set) var input: Int?
  /// Tokens generated, reasoning included.
  public internal(set) var output: Int?
  /// The sum as the upstream states it.
  public internal(set) var total: Int?
  /// Input tokens read from a cache.
  public internal(set) var cached: Int?
  /// Input tokens written to a cache (Anthropic).
  public internal(set) var cacheWritten: Int?
  /// Output tokens spent on reasoning.
  public internal(set) var reasoning: Int?

  public init() {}

  /// Whether nothing was said.
  public var isUnknown: Bool { input == nil && output == nil && total == nil }

  /// Counts in a stream are cumulative, so the largest is the last.
  static func note(_ value: Int, in count: inout Int?) { count = max(value, count ?? 0) }
}
