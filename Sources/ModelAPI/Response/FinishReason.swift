/// Why a model stopped, in one set of words for all dialects.
public enum FinishReason: UInt8, Sendable {
  /// A natural end or a stop sequence.
  case stop
  /// A token limit.
  case length
  /// The model asks for a tool.
  case toolCalls
  /// A filter or a refusal of the model.
  case filtered
  /// The upstream says it failed.
  case failed
  /// A word this list does not know.
  case other

  /// The word used in log lines; OpenTelemetry's `gen_ai.response.finish_reasons`.
  public var name: String {
    switch self {
    case .stop: "stop"
    case .length: "length"
    case .toolCalls: "tool_calls"
    case .filtered: "content_filter"
    case .failed: "error"
    case .other: "other"
    }
  }

  /// From OpenAI's `finish_reason` or `status`, Anthropic's `stop_reason`, Ollama's `done_reason`.
  init(_ word: ScannedText) {
    self =
      if word == "stop" || word == "end_turn" || word == "stop_sequence" || word == "completed" {
        .stop
      } else if word == "length" || word == "max_tokens" || word == "incomplete" {
        .length
      } else if word == "tool_calls" || word == "tool_use" || word == "function_call" {
        .toolCalls
      } else if word == "content_filter" || word == "refusal" {
        .filtered
      } else if word == "failed" {
        .failed
      } else {
        .other
      }
  }
}
