import Bytes

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

  /// The key whose `count` bytes stand at `start`.
  init(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) {
    self = Self.names.lookup(bytes, start, count).flatMap(ResponseKey.init(rawValue:)) ?? .other
  }

  private static let names = NameTable(
    named.map { (name: $0, value: $1.rawValue) }, foldingCase: false)

  private static let named: [(StaticString, ResponseKey)] = [
    ("type", .type), ("done", .done), ("usage", .usage), ("delta", .delta), ("error", .error), ("status", .status),
    ("choices", .choices), ("message", .message), ("response", .response), ("eval_count", .evalCount),
    ("stop_reason", .stopReason), ("done_reason", .doneReason), ("total_tokens", .totalTokens),
    ("input_tokens", .inputTokens), ("finish_reason", .finishReason), ("prompt_tokens", .promptTokens),
    ("output_tokens", .outputTokens), ("cached_tokens", .cachedTokens), ("reasoning_tokens", .reasoningTokens),
    ("completion_tokens", .completionTokens), ("prompt_eval_count", .promptEvalCount),
    ("input_tokens_details", .details), ("prompt_tokens_details", .details), ("output_tokens_details", .details),
    ("completion_tokens_details", .details), ("cache_read_input_tokens", .cacheReadTokens),
    ("cache_creation_input_tokens", .cacheCreationTokens),
  ]
}
