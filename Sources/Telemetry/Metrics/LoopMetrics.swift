/// The measurements of one event loop: the loop writes, the admin port's thread reads.
///
/// Every call but the initialiser is for the loop's own thread, takes a few nanoseconds and allocates nothing. Label
/// arguments are positions in `MetricLabels`; nil, or a position that does not exist, counts as `none`.
public final class LoopMetrics: Sendable {
  let schema: MetricSchema
  let bank: CounterBank

  /// Memory for every series of `labels`, all zero.
  public init(labels: MetricLabels) {
    schema = MetricSchema(labels: labels)
    bank = CounterBank(count: schema.size)
  }

  /// Adds to a counter.
  public func add(_ counter: Counter, _ amount: UInt64 = 1) {
    bank.add(amount, at: schema.counters + counter.rawValue)
  }

  /// Says how much of something there is now.
  public func set(_ gauge: Gauge, to value: UInt64) {
    bank.set(value, at: schema.gauges + gauge.rawValue)
  }

  /// Says how often something has happened so far, where somebody else counts.
  public func total(_ counter: Counter, is value: UInt64) {
    bank.set(value, at: schema.counters + counter.rawValue)
  }

  /// Says how many connections were refused so far for a reason, a position in the labels.
  public func connectionsRefused(reason: Int, total: UInt64) {
    guard reason >= 0, reason < schema.labels.connectionRefusals.count else { return }
    bank.set(total, at: schema.connectionRefusals.offset + reason)
  }

  /// One response was sent; a status outside 100–599 counts as 5xx.
  public func responded(status: Int) {
    let number = status >= 100 && status < 600 ? status / 100 - 1 : 4
    bank.add(1, at: schema.responses.offset + number)
  }

  /// One request was refused.
  public func refused(reason: Int?) {
    count(schema.refusals, reason, among: schema.labels.refusals.count)
  }

  /// An upstream failed a request.
  public func upstreamFailed(_ upstream: Int?) {
    count(schema.upstreamErrors, upstream, among: schema.labels.upstreams.count)
  }

  /// How many connections to one upstream are open now.
  public func setUpstreamConnections(_ upstream: Int, to value: UInt64) {
    guard upstream >= 0, upstream < schema.labels.upstreams.count else { return }
    bank.set(value, at: schema.upstreamConnections.offset + upstream)
  }

  /// One model call ended; `nanoseconds` from request head to the last byte.
  public func called(model: Int?, action: Int?, outcome: RequestOutcome, nanoseconds: UInt64) {
    let series = callSeries(model, action) * RequestOutcome.allCases.count + outcome.rawValue
    observe(nanoseconds, in: schema.duration, series: series)
  }

  /// The first response byte of a model call came, `nanoseconds` after the request head.
  public func firstToken(model: Int?, action: Int?, nanoseconds: UInt64) {
    observe(nanoseconds, in: schema.firstToken, series: callSeries(model, action))
  }

  /// What one model call used; a count that the server did not tell is nil.
  public func used(model: Int?, action: Int?, inputTokens: UInt64?, outputTokens: UInt64?) {
    let series = callSeries(model, action) * 2
    if let inputTokens { observe(inputTokens, in: schema.tokens, series: series) }
    if let outputTokens { observe(outputTokens, in: schema.tokens, series: series + 1) }
  }

  /// The gateway's own part of a request: `nanoseconds` from its head to the first byte sent upstream.
  public func decided(nanoseconds: UInt64) {
    observe(nanoseconds, in: schema.overhead, series: 0)
  }

  /// A timer of the loop ran `nanoseconds` late.
  public func lagged(nanoseconds: UInt64) {
    observe(nanoseconds, in: schema.loopLag, series: 0)
  }

  private func count(_ family: borrowing MetricFamily, _ position: Int?, among known: Int) {
    bank.add(1, at: family.offset + Self.place(position, among: known))
  }

  private func callSeries(_ model: Int?, _ action: Int?) -> Int {
    let actions = schema.labels.actions.count
    return Self.place(model, among: schema.labels.models.count) * (actions + 1) + Self.place(action, among: actions)
  }

  private static func place(_ position: Int?, among known: Int) -> Int {
    guard let position, position >= 0, position < known else { return known }
    return position
  }

  private func observe(_ value: UInt64, in family: borrowing MetricFamily, series: Int) {
    guard case .histogram(let bounds) = family.kind else { return }
    let first = family.offset + series * (bounds.count + 2)
    var bucket = 0
    while bucket < bounds.count && value > bounds[bucket] { bucket += 1 }
    bank.add(1, at: first + bucket)
    bank.add(value, at: first + bounds.count + 1)
  }
}
