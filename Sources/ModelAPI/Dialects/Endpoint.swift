/// One operation of a model API that the gateway knows; all others do not exist here.
public enum Endpoint: UInt8, Sendable, CaseIterable {
  /// `POST /v1/chat/completions`
  case chatCompletions
  /// `POST /v1/completions`
  case completions
  /// `POST /v1/embeddings`
  case embeddings
  /// `POST /v1/responses`
  case responses
  /// `GET /v1/models` without an `anthropic-version` header
  case models
  /// `GET /v1/models/{id}` without an `anthropic-version` header
  case model
  /// `POST /v1/messages`
  case messages
  /// `POST /v1/messages/count_tokens`
  case countTokens
  /// `GET /v1/models` with an `anthropic-version` header
  case anthropicModels
  /// `GET /v1/models/{id}` with an `anthropic-version` header
  case anthropicModel
  /// `POST /api/chat`
  case ollamaChat
  /// `POST /api/generate`
  case ollamaGenerate
  /// `POST /api/embed`
  case ollamaEmbed
  /// `POST /api/embeddings`
  case ollamaEmbeddings
  /// `POST /api/show`
  case ollamaShow
  /// `GET /api/tags`
  case ollamaTags
  /// `GET /api/version`
  case ollamaVersion
  /// `GET /` and `HEAD /`, which Ollama's own command line probes before anything else
  case ollamaRoot

  /// The dialect the request is written in and the answer is expected in.
  public var dialect: Dialect {
    switch self {
    case .chatCompletions, .completions, .embeddings, .responses, .models, .model: .openAI
    case .messages, .countTokens, .anthropicModels, .anthropicModel: .anthropic
    case .ollamaChat, .ollamaGenerate, .ollamaEmbed, .ollamaEmbeddings, .ollamaShow, .ollamaTags, .ollamaVersion,
      .ollamaRoot:
      .ollama
    }
  }

  /// The action policy decides on.
  public var action: ModelAction {
    switch self {
    case .chatCompletions, .responses, .messages, .countTokens, .ollamaChat: .chat
    case .completions, .ollamaGenerate: .complete
    case .embeddings, .ollamaEmbed, .ollamaEmbeddings: .embed
    case .models, .model, .anthropicModels, .anthropicModel, .ollamaShow, .ollamaTags, .ollamaVersion, .ollamaRoot:
      .list
    }
  }

  /// Whether the request has a body that names a model and is sent upstream; the others are answered here.
  public var isForwarded: Bool {
    switch self {
    case .models, .model, .anthropicModels, .anthropicModel, .ollamaTags, .ollamaVersion, .ollamaRoot: false
    default: true
    }
  }

  /// The same path as the client means it: `GET /v1/models` is Anthropic's when `anthropic-version` is sent.
  public func speaking(anthropicVersion isPresent: Bool) -> Endpoint {
    guard isPresent else { return self }
    switch self {
    case .models: return .anthropicModels
    case .model: return .anthropicModel
    default: return self
    }
  }
}
