/// A value in a response whose key matters.
enum ScannedValue {
  case whole(Int)
  case string
  case boolean(Bool)
  case null
  case container(isObject: Bool)
}

/// Where a value stands: its key, and the keys of the containers around it, the outermost object first.
struct ScannedPlace {
  var depth: Int
  var first: ResponseKey
  var second: ResponseKey
  var third: ResponseKey
  var key: ResponseKey
}

/// What metering has learned of a response so far.
struct ResponseFacts {
  var usage = TokenUsage()
  var finishReason: FinishReason?
  /// The stream said in its own words that it is complete.
  var isComplete = false
  /// The response reports an error of the upstream.
  var hasError = false

  /// Of the current event alone: `choices` has an element, or was empty, or a usage object was there.
  var hasChoice = false
  var hasEmptyChoices = false
  var hasUsageObject = false

  mutating func beginEvent() {
    hasChoice = false
    hasEmptyChoices = false
    hasUsageObject = false
  }

  /// Takes a value where it stands; the same keys elsewhere (in message text, in tool arguments) mean nothing.
  mutating func note(_ value: ScannedValue, at place: ScannedPlace, text: ScannedText) {
    switch place.depth {
    case 1: outermost(value, place.key, text)
    case 2: second(value, place, text)
    case 3: third(value, place, text)
    case 4 where place.first == .response && place.second == .usage && place.third == .details:
      detail(value, place.key)
    default: break
    }
  }

  private mutating func outermost(_ value: ScannedValue, _ key: ResponseKey, _ text: ScannedText) {
    switch (key, value) {
    case (.usage, .container(isObject: true)): hasUsageObject = true
    case (.promptEvalCount, .whole(let count)): TokenUsage.note(count, in: &usage.input)
    case (.evalCount, .whole(let count)): TokenUsage.note(count, in: &usage.output)
    case (.done, .boolean(true)): isComplete = true
    case (.stopReason, .string), (.doneReason, .string): finishReason = FinishReason(text)
    case (.status, .string): finished(text)
    case (.type, .string): typed(text)
    case (.error, .container), (.error, .string): hasError = true
    default: break
    }
  }

  private mutating func second(_ value: ScannedValue, _ place: ScannedPlace, _ text: ScannedText) {
    switch (place.first, place.key, value) {
    case (.usage, _, _): count(value, place.key)
    case (.choices, _, _): hasChoice = true
    case (.delta, .stopReason, .string): finishReason = FinishReason(text)
    case (.response, .status, .string): finished(text)
    case (.response, .error, .container): hasError = true
    default: break
    }
  }

  private mutating func third(_ value: ScannedValue, _ place: ScannedPlace, _ text: ScannedText) {
    switch (place.first, place.second) {
    case (.usage, .details): detail(value, place.key)
    case (.response, .usage), (.message, .usage): count(value, place.key)
    case (.choices, .element):
      if place.key == .finishReason, case .string = value { finishReason = FinishReason(text) }
    default: break
    }
  }

  private mutating func count(_ value: ScannedValue, _ key: ResponseKey) {
    guard case .whole(let count) = value else { return }
    switch key {
    case .promptTokens, .inputTokens: TokenUsage.note(count, in: &usage.input)
    case .completionTokens, .outputTokens: TokenUsage.note(count, in: &usage.output)
    case .totalTokens: TokenUsage.note(count, in: &usage.total)
    case .cacheReadTokens: TokenUsage.note(count, in: &usage.cached)
    case .cacheCreationTokens: TokenUsage.note(count, in: &usage.cacheWritten)
    default: break
    }
  }

  private mutating func detail(_ value: ScannedValue, _ key: ResponseKey) {
    guard case .whole(let count) = value else { return }
    if key == .cachedTokens { TokenUsage.note(count, in: &usage.cached) }
    if key == .reasoningTokens { TokenUsage.note(count, in: &usage.reasoning) }
  }

  /// A Responses `status` other than one on the way.
  private mutating func finished(_ text: ScannedText) {
    if text == "in_progress" || text == "queued" { return }
    finishReason = FinishReason(text)
  }

  private mutating func typed(_ text: ScannedText) {
    if text == "message_stop" || text == "response.completed" || text == "response.incomplete" { isComplete = true }
    if text == "response.failed" {
      isComplete = true
      hasError = true
    }
    if text == "error" { hasError = true }
  }
}
