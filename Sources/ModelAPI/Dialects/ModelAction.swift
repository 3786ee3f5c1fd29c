/// What a caller wants of a model; the words of `actions:` in a role.
public enum ModelAction: UInt8, Sendable, CaseIterable {
  /// A dialogue: OpenAI chat and responses, Anthropic messages (and counting their tokens), Ollama chat.
  case chat
  /// A continuation of raw text: OpenAI completions, Ollama generate.
  case complete
  /// Vectors: OpenAI embeddings, Ollama embed and embeddings.
  case embed
  /// Names and descriptions of models.
  case list

  /// The word used in policy and log lines.
  public var name: String {
    switch self {
    case .chat: "chat"
    case .complete: "complete"
    case .embed: "embed"
    case .list: "list"
    }
  }
}
