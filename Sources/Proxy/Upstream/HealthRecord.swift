/// What the checks of one server have said lately.
struct HealthRecord {
  let check: HealthCheck
  private(set) var isFailing = false
  private var streak = 0
  private var next: UInt64 = 0
  /// Whether an answer is awaited.
  private(set) var isUnderWay = false

  init(_ check: HealthCheck) { self.check = check }

  func isDue(now: UInt64) -> Bool { !isUnderWay && now >= next }

  mutating func begin(now: UInt64) {
    isUnderWay = true
    next = now + check.interval
  }

  /// An answer, or the lack of one.
  mutating func end(isGood: Bool) {
    isUnderWay = false
    streak = isGood == isFailing ? streak + 1 : 0
    if streak >= (isFailing ? check.healthyAfter : check.unhealthyAfter) {
      isFailing.toggle()
      streak = 0
    }
  }
}
