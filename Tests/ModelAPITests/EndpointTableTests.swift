import Testing

@testable import ModelAPI

@Suite struct EndpointTableTests {
  private let table = EndpointTable()

  private func match(_ method: String, _ path: String) -> EndpointMatch {
    let method = Array(method.utf8)
    let path = Array(path.utf8)
    return table.match(method: method.span, path: path.span)
  }

  @Test(arguments: [
    ("POST", "/v1/chat/completions", Endpoint.chatCompletions), ("POST", "/v1/completions", .completions),
    ("POST", "/v1/embeddings", .embeddings), ("POST", "/v1/responses", .responses), ("GET", "/v1/models", .models),
    ("GET", "/v1/models/ok", .model), ("GET", "/v1/models/org/name", .model), ("POST", "/v1/messages", .messages),
    ("POST", "/v1/messages/count_tokens", .countTokens), ("POST", "/api/chat", .ollamaChat),
    ("POST", "/api/generate", .ollamaGenerate), ("POST", "/api/embed", .ollamaEmbed),
    ("POST", "/api/embeddings", .ollamaEmbeddings), ("POST", "/api/show", .ollamaShow),
    ("GET", "/api/tags", .ollamaTags),
    ("HEAD", "/api/tags", .ollamaTags), ("GET", "/api/version", .ollamaVersion), ("GET", "/", .ollamaRoot),
    ("HEAD", "/", .ollamaRoot),
  ])
  func known(_ method: String, _ path: String, _ endpoint: Endpoint) {
    #expect(match(method, path) == .endpoint(endpoint))
  }

  /// Case 64: management routes of model servers (CVE-2025-63389), and case 15: letter case.
  @Test(arguments: [
    "/slots", "/props", "/metrics", "/health", "/completion", "/infill", "/tokenize", "/lora-adapters", "/api/pull",
    "/api/push", "/api/create", "/api/copy", "/api/delete", "/api/blobs/sha256:0", "/api/ps", "/invocations",
    "/v1/load_lora_adapter", "/v1/files", "/v1/responses/resp_1", "/v1/chat/completions/", "/v1/Chat/Completions",
    "/v1/models/", "/V1/models", "/v1/chat/completions/../models", "/v1//models", "", "/v1/messages/batches",
    "/v1/chat/completion", "/api/chat/x", "/reset_prefix_cache", "/server_info", "/collective_rpc", "/v1/systemone",
  ])
  func unknown(_ path: String) {
    for method in ["GET", "POST", "DELETE"] { #expect(match(method, path) == .none) }
  }

  /// Case 20: method override, unknown and lower-case methods.
  @Test(arguments: ["get", "post", "GETS", "PUT", "TRACE", "CONNECT", "OPTIONS", "", "DELETE", "P\u{F6}ST"])
  func wrongMethods(_ method: String) {
    #expect(match(method, "/v1/chat/completions") == .wrongMethod(allow: .post))
    #expect(match(method, "/v1/models") == .wrongMethod(allow: .get))
    #expect(match(method, "/v1/models/ok") == .wrongMethod(allow: .get))
    #expect(match(method, "/") == .wrongMethod(allow: .getAndHead))
  }

  @Test func anthropicIsToldByItsHeader() {
    #expect(Endpoint.models.speaking(anthropicVersion: true) == .anthropicModels)
    #expect(Endpoint.model.speaking(anthropicVersion: true) == .anthropicModel)
    #expect(Endpoint.models.speaking(anthropicVersion: false) == .models)
    #expect(Endpoint.chatCompletions.speaking(anthropicVersion: true) == .chatCompletions)
  }

  @Test func modelNameInPath() {
    let path = Array("/v1/models/a/b".utf8)
    #expect(table.modelRange(in: path.span) == 11..<14)
    #expect(table.modelRange(in: Array("/v1/models".utf8).span) == nil)
  }
}
