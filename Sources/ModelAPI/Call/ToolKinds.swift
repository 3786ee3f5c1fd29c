/// Which kinds of tool the client runs itself; every other kind is the upstream's and is guarded.
enum ToolKinds {
  /// What a tool's `type` is guarded as, or nil where the client runs it.
  ///
  /// Anthropic dates its kinds (`bash_20250124`), so they are told by their beginning.
  static func guarded(_ mark: Int, _ document: borrowing JSONDocument) -> GuardedField? {
    if document.isNull(mark) { return nil }
    guard let range = document.string(mark) else { return .hostedTools }
    let kind = document.bytes.extracting(range)
    if equal(kind, "function") || equal(kind, "custom") { return nil }
    if begins(kind, 0, with: "bash_20") || begins(kind, 0, with: "text_editor_20") { return nil }
    if begins(kind, 0, with: "memory_20") { return nil }
    return hosted(kind)
  }

  private static func hosted(_ kind: Span<UInt8>) -> GuardedField {
    if begins(kind, 0, with: "mcp") { return .mcpServers }
    if begins(kind, 0, with: "web_") { return .webSearch }
    if begins(kind, 0, with: "file_search") { return .fileSearch }
    if begins(kind, 0, with: "code_") || begins(kind, 0, with: "shell") || begins(kind, 0, with: "local_shell") {
      return .codeInterpreter
    }
    if begins(kind, 0, with: "computer") || begins(kind, 0, with: "browser") { return .computer }
    return .hostedTools
  }
}
