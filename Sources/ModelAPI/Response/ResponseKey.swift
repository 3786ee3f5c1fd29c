/// The keys of a response that matter to metering.
enum ResponseKey: UInt8 {
  case other
  /// An element of an array.
  case element
  case usage, response, message, choices, delta, type, status, error
  case finishReason, stopReason, done, doneReason
  case promptEvalCount, evalCount
  case promptTokens, completionTokens, totalTokens, inputTokens, outputTokens
  case details, cachedTokens, reasoningTokens, cacheReadTokens, cacheCreationTokens

  /// Whether the value is a word of the API, not text of the model.
  var isWord: Bool {
    switch self {
    case .type, .status, .finishReason, .stopReason, .doneReason: true
    default: false
    }
  }

  init(_ text: ScannedText) {
    self = text.count < 12 ? Self.short(text) : Self.long(text)
  }

  private static func short(_ text: ScannedText) -> ResponseKey {
    switch text.count {
    case 4: text == "type" ? .type : text == "done" ? .done : .other
    case 5: text == "usage" ? .usage : text == "delta" ? .delta : text == "error" ? .error : .other
    case 6: text == "status" ? .status : .other
    case 7: text == "choices" ? .choices : text == "message" ? .message : .other
    case 8: text == "response" ? .response : .other
    case 10: text == "eval_count" ? .evalCount : .other
    case 11: text == "stop_reason" ? .stopReason : text == "done_reason" ? .doneReason : .other
    default: .other
    }
  }

  private static func long(_ text: ScannedText) -> ResponseKey {
    switch text.count {
    case 12: text == "total_tokens" ? .totalTokens : text == "input_tokens" ? .inputTokens : .other
    case 13:
      text == "finish_reason"
        ? .finishReason
        : text == "prompt_tokens"
          ? .promptTokens : text == "output_tokens" ? .outputTokens : text == "cached_tokens" ? .cachedTokens : .other
    case 16: text == "reasoning_tokens" ? .reasoningTokens : .other
    case 17:
      text == "completion_tokens" ? .completionTokens : text == "prompt_eval_count" ? .promptEvalCount : .other
    case 20: text == "input_tokens_details" ? .details : .other
    case 21: text == "prompt_tokens_details" || text == "output_tokens_details" ? .details : .other
    case 23: text == "cache_read_input_tokens" ? .cacheReadTokens : .other
    case 25: text == "completion_tokens_details" ? .details : .other
    case 27: text == "cache_creation_input_tokens" ? .cacheCreationTokens : .other
    default: .other
    }
  }
}
