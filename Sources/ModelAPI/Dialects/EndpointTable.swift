/// What a method and path mean to the model APIs.
public enum EndpointMatch: Sendable, Equatable {
  case endpoint(Endpoint)
  /// The path exists; `allow` is the value of the `Allow` field (RFC 9110, section 10.2.1).
  case wrongMethod(allow: StaticAllow)
  case none
}

/// The methods of a path, as the constant text of an `Allow` field.
public enum StaticAllow: UInt8, Sendable, Equatable {
  case post
  case get
  case getAndHead

  /// The value of the `Allow` field.
  public var fieldValue: StaticString {
    switch self {
    case .post: "POST"
    case .get: "GET"
    case .getAndHead: "GET, HEAD"
    }
  }
}

/// The closed list of paths of the model APIs; matching is exact, bytes only, and allocates nothing.
///
/// llama.cpp's `/slots` and `/props`, Ollama's `/api/pull`, vLLM's `/invocations` and every future management path are
/// refused because nothing here matches them.
public struct EndpointTable: Sendable {
  private struct Entry: Sendable {
    let start: Int
    let count: Int
    let endpoint: Endpoint
    let allow: StaticAllow
  }

  private let text: [UInt8]
  private let entries: [Entry]
  private let modelPrefix: [UInt8]

  /// The table of all model APIs.
  public init() {
    var text: [UInt8] = []
    var entries: [Entry] = []
    for (path, endpoint, allow) in Self.paths {
      entries.append(Entry(start: text.count, count: path.utf8.count, endpoint: endpoint, allow: allow))
      text.append(contentsOf: path.utf8)
    }
    self.text = text
    self.entries = entries
    modelPrefix = Array("/v1/models/".utf8)
  }

  /// Matches a method and a normalised path without its query.
  public func match(method: Span<UInt8>, path: Span<UInt8>) -> EndpointMatch {
    for entry in entries where entry.count == path.count {
      if equal(path, 0, text.span, entry.start, entry.count) {
        return answer(method, entry.endpoint, entry.allow)
      }
    }
    if modelRange(in: path) != nil { return answer(method, .model, .get) }
    return .none
  }

  /// Where the model's name stands in `/v1/models/{id}`; names may hold slashes, as Hugging Face's do.
  public func modelRange(in path: Span<UInt8>) -> Range<Int>? {
    guard path.count > modelPrefix.count, equal(path, 0, modelPrefix.span, 0, modelPrefix.count) else { return nil }
    return modelPrefix.count..<path.count
  }

  private func answer(_ method: Span<UInt8>, _ endpoint: Endpoint, _ allow: StaticAllow) -> EndpointMatch {
    let isAllowed =
      switch allow {
      case .post: isPost(method)
      case .get: isGet(method)
      case .getAndHead: isGet(method) || isHead(method)
      }
    return isAllowed ? .endpoint(endpoint) : .wrongMethod(allow: allow)
  }

  private func isPost(_ method: Span<UInt8>) -> Bool {
    method.count == 4 && method[0] == 0x50 && method[1] == 0x4F && method[2] == 0x53 && method[3] == 0x54
  }

  private func isGet(_ method: Span<UInt8>) -> Bool {
    method.count == 3 && method[0] == 0x47 && method[1] == 0x45 && method[2] == 0x54
  }

  private func isHead(_ method: Span<UInt8>) -> Bool {
    method.count == 4 && method[0] == 0x48 && method[1] == 0x45 && method[2] == 0x41 && method[3] == 0x44
  }

  private static let paths: [(String, Endpoint, StaticAllow)] = [
    ("/v1/chat/completions", .chatCompletions, .post),
    ("/v1/completions", .completions, .post),
    ("/v1/embeddings", .embeddings, .post),
    ("/v1/responses", .responses, .post),
    ("/v1/models", .models, .get),
    ("/v1/messages", .messages, .post),
    ("/v1/messages/count_tokens", .countTokens, .post),
    ("/api/chat", .ollamaChat, .post),
    ("/api/generate", .ollamaGenerate, .post),
    ("/api/embed", .ollamaEmbed, .post),
    ("/api/embeddings", .ollamaEmbeddings, .post),
    ("/api/show", .ollamaShow, .post),
    ("/api/tags", .ollamaTags, .getAndHead),
    ("/api/version", .ollamaVersion, .getAndHead),
    ("/", .ollamaRoot, .getAndHead),
  ]
}
