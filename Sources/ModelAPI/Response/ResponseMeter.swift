import Bytes

/// Reads usage, first token and ending of one response as it passes by; pooled, one response at a time.
///
/// Bytes come as they are read, split anywhere. Memory is fixed, but for an event held back by `filter`.
public final class ResponseMeter {
  /// The most bytes of one event that `filter` holds back; a longer one is not the usage chunk and passes.
  public static let maximumHeldEvent = 16_384

  private var framing = ResponseFraming.opaque
  private var facts = ResponseFacts()
  private var scanner = ResponseScanner()
  private var events = EventStreamReader()
  private var removesUsage = false
  private var held: [UInt8] = []
  private var isHolding = false
  private var hasDropped = false

  /// When the first event with data, the first line or the first byte came, in the caller's nanoseconds.
  public private(set) var firstEventAt: UInt64?

  public init() {}

  /// Starts over with another response; `removingUsage` where usage was asked for upstream on the gateway's account.
  public func reset(framing: ResponseFraming, removingUsage: Bool) {
    self.framing = framing
    facts = ResponseFacts()
    scanner.reset()
    events = EventStreamReader()
    removesUsage = removingUsage && framing == .events
    held.removeAll(keepingCapacity: true)
    isHolding = removesUsage
    hasDropped = false
    firstEventAt = nil
  }

  /// Whether `filter` may change the bytes; if not, `observe` them and send them as they are.
  public var isFilter: Bool { removesUsage }

  /// What the response said of its cost so far.
  public var usage: TokenUsage { facts.usage }

  /// Why the model stopped; nil while it has not said so.
  public var finishReason: FinishReason? { facts.finishReason }

  /// Whether the response reports an error of the upstream.
  public var hasError: Bool { facts.hasError }

  /// Whether the response ended in its own words: `[DONE]`, `message_stop`, `response.completed`, `done: true`, or a
  /// JSON document closed. Bytes of framing `opaque` say nothing, so that is always true.
  public var isComplete: Bool {
    switch framing {
    case .json: scanner.isClosed
    case .events, .lines: facts.isComplete
    case .opaque: true
    }
  }

  /// Whether the client has part of an event, line or document, so that an error event now would be read as part of it.
  ///
  /// A stream cut there cannot be ended in its own words; the connection must break off. An event that is held back
  /// has not been sent: ask before `finish`.
  public var isMidEvent: Bool {
    switch framing {
    case .events: !events.isNewEvent && !(isHolding && removesUsage)
    case .lines: scanner.isWithin
    case .json, .opaque: firstEventAt != nil
    }
  }

  /// Reads bytes that are forwarded as they are.
  public func observe(_ bytes: Span<UInt8>, now: UInt64) {
    guard bytes.count > 0 else { return }
    switch framing {
    case .json:
      noteFirst(now)
      scanner.scan(bytes, 0..<bytes.count, &facts)
    case .lines:
      noteFirst(now)
      observeLines(bytes)
    case .events:
      var start = 0
      while start < bytes.count { start = advance(bytes, from: start, now: now).end }
    case .opaque: noteFirst(now)
    }
  }

  /// Reads bytes and appends those that go on to the client: all but the usage chunk the client did not ask for.
  ///
  /// An event is held back only until it shows a choice: within the chunk it came in, or until its end.
  public func filter(_ bytes: Span<UInt8>, now: UInt64, into output: inout [UInt8]) {
    guard removesUsage else {
      observe(bytes, now: now)
      return output.append(bytes)
    }
    var start = 0
    while start < bytes.count {
      let step = advance(bytes, from: start, now: now)
      pass(bytes, start..<step.end, step.outcome, into: &output)
      start = step.end
    }
  }

  /// The response ended: appends what was held back, unless it is the usage chunk.
  public func finish(into output: inout [UInt8]) {
    guard removesUsage, !held.isEmpty else { return }
    if !isUsageChunk { output.append(contentsOf: held) }
    held.removeAll(keepingCapacity: true)
  }

  private func advance(_ bytes: Span<UInt8>, from start: Int, now: UInt64) -> EventStep {
    let step = events.advance(bytes, from: start, &facts)
    if events.hasData { noteFirst(now) }
    return step
  }

  private func noteFirst(_ now: UInt64) {
    if firstEventAt == nil { firstEventAt = now }
  }

  private func observeLines(_ bytes: Span<UInt8>) {
    var start = 0
    while start < bytes.count {
      let end = bytes.firstOffset(ofEither: 0x0A, or: 0x0A, in: start..<bytes.count)
      scanner.scan(bytes, start..<end, &facts)
      if end < bytes.count { scanner.reset() }
      start = end &+ 1
    }
  }

  private var isUsageChunk: Bool { facts.hasEmptyChoices && facts.hasUsageObject && !facts.hasChoice }

  private func pass(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ outcome: EventStep.Outcome, into output: inout [UInt8]
  ) {
    if outcome == .lineFeed {
      if !hasDropped { output.append(bytes, range) }
      return
    }
    guard isHolding else {
      output.append(bytes, range)
      if outcome == .ended { nextEvent(dropped: false) }
      return
    }
    held.append(bytes, range)
    if outcome == .ended, isUsageChunk {
      held.removeAll(keepingCapacity: true)
      nextEvent(dropped: true)
    } else if outcome == .ended || facts.hasChoice || events.isForeign || held.count > Self.maximumHeldEvent {
      release(into: &output)
      if outcome == .ended { nextEvent(dropped: false) }
    }
  }

  private func release(into output: inout [UInt8]) {
    output.append(contentsOf: held)
    held.removeAll(keepingCapacity: true)
    isHolding = false
  }

  private func nextEvent(dropped: Bool) {
    isHolding = true
    hasDropped = dropped
  }
}
