/// What a call asks for, in the form of a record: made once for each combination, handed on by reference.
public final class RecordedTarget: Sendable {
  /// Route, action, model and upstream as an intent's record has them.
  ///
  /// Nil where one is longer than `RecordLimit.name`: such a call cannot be recorded.
  let encoded: [UInt8]?

  /// The names of an endpoint or route, an action, a model and its upstream.
  ///
  /// The endpoint is named such as `openai/chat.completions`, the model as the caller names it; what there is none of
  /// is empty.
  public init(route: [UInt8], action: [UInt8], model: [UInt8], upstream: [UInt8]) {
    encoded = RecordedNames.encode([route, action, model, upstream])
  }
}

/// What permitted a call, in the form of a record: the role, and the version (digest) of the policy.
public final class RecordedRule: Sendable {
  /// As `RecordedTarget.encoded`.
  let encoded: [UInt8]?

  /// The role whose rule permitted the call, and the policy's version.
  public init(role: [UInt8], policy: [UInt8]) {
    encoded = RecordedNames.encode([role, policy])
  }
}

enum RecordedNames {
  /// Each name behind its length of two bytes; nil where one is too long.
  static func encode(_ names: [[UInt8]]) -> [UInt8]? {
    guard names.allSatisfy({ $0.count <= RecordLimit.name }) else { return nil }
    return names.reduce(into: []) { $0 += [UInt8($1.count & 255), UInt8($1.count >> 8)] + $1 }
  }
}
