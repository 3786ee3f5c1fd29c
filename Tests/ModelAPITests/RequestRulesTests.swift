import Testing

@testable import ModelAPI

@Suite struct RequestRulesTests {
  private func refusal(_ body: () throws(CallRefusal) -> Void) -> CallRefusal? {
    do {
      try body()
      return nil
    } catch { return error }
  }

  private func query(_ text: String, _ endpoint: Endpoint) -> CallRefusal? {
    let bytes = Array(text.utf8)
    return refusal { () throws(CallRefusal) in try RequestRules.checkQuery(bytes.span, endpoint: endpoint) }
  }

  private func contentType(_ text: String, _ endpoint: Endpoint = .chatCompletions) -> CallRefusal? {
    let bytes = Array(text.utf8)
    return refusal { () throws(CallRefusal) in try RequestRules.checkContentType(bytes.span, endpoint: endpoint) }
  }

  /// Case 64: `?model=` naming another model (litellm#41810).
  @Test(arguments: ["model=secret", "Model=x", "beta=true", "api-version=1", "a", "=", "beta=true&model=x"])
  func queriesRefused(_ text: String) {
    let name = text.split(separator: "=", omittingEmptySubsequences: false)[0]
    #expect(query(text, .chatCompletions) == .queryParameter(Array(name.utf8)))
  }

  @Test func anthropicQueries() {
    #expect(query("", .messages) == nil)
    #expect(query("beta=true", .messages) == nil)
    #expect(query("limit=20&after_id=claude-3", .anthropicModels) == nil)
    #expect(query("beta=true&model=x", .messages) == .queryParameter(Array("model".utf8)))
    #expect(query("limit=20", .messages) == .queryParameter(Array("limit".utf8)))
    #expect(query("after_id=%6d", .anthropicModels) == .queryParameter(Array("after_id".utf8)))
    #expect(query("after_id=" + String(repeating: "a", count: 300), .anthropicModels) != nil)
  }

  @Test(arguments: [
    "application/json", "Application/JSON", "application/json; charset=utf-8", "application/json;charset=UTF-8",
    "application/json ; charset=\"utf-8\"", "application/json;",
  ])
  func contentTypesTaken(_ text: String) { #expect(contentType(text) == nil) }

  @Test(arguments: [
    ("", CallRefusal.contentType), ("text/plain", .contentType), ("multipart/form-data; boundary=x", .contentType),
    ("application/jsonx", .contentType), ("application/json, text/plain", .contentType),
    ("application/json; charset=utf-16", .charset), ("application/json; charset=utf-8; charset=utf-16", .charset),
    ("application/json; boundary=x", .charset), ("application/x-www-form-urlencoded", .contentType),
  ])
  func contentTypesRefused(_ text: String, _ expected: CallRefusal) { #expect(contentType(text) == expected) }

  @Test func curlHabitOnOllamaPaths() {
    #expect(contentType("application/x-www-form-urlencoded", .ollamaChat) == nil)
    #expect(contentType("text/plain", .ollamaChat) == .contentType)
    #expect(
      refusal { () throws(CallRefusal) in try RequestRules.checkMissingContentType(endpoint: .ollamaChat) } == nil)
    #expect(
      refusal { () throws(CallRefusal) in try RequestRules.checkMissingContentType(endpoint: .messages) }
        == .contentType)
  }

  @Test(arguments: ["gzip", "br", "deflate", "identity, gzip", ""])
  func encodingsRefused(_ text: String) {
    let bytes = Array(text.utf8)
    let found = refusal { () throws(CallRefusal) in try RequestRules.checkContentEncoding(bytes.span) }
    #expect(found == .contentEncoding)
    #expect(found?.status == 415)
  }

  @Test func identityIsNoEncoding() throws { try RequestRules.checkContentEncoding(Array("Identity".utf8).span) }
}
