/// How many requests may be sent again: a share of those that came, and a few each second. Retries cannot make of a
/// small outage a large one.
struct RetryBudget {
  private let rules: RetryRules
  // In hundredths of a retry.
  private var credit: Int
  private let ceiling: Int

  /// The most retries that can be saved up.
  static let maximumSaved = 100

  init(_ rules: RetryRules) {
    self.rules = rules
    credit = rules.floor * 100
    ceiling = max(Self.maximumSaved, rules.floor) * 100
  }

  /// A request has come.
  mutating func earn() {
    if credit < ceiling { credit += rules.percent }
  }

  /// A second has passed.
  mutating func refill() { credit = max(credit, rules.floor * 100) }

  /// Whether one more may be sent again.
  mutating func spend() -> Bool {
    if credit < 100 { return false }
    credit -= 100
    return true
  }
}
