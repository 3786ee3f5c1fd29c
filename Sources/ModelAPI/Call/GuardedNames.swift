/// Which outermost fields are guarded, and as what.
enum GuardedNames {
  static func guarded(_ field: Field, _ endpoint: Endpoint) -> GuardedField? {
    switch field {
    case .previousResponseID, .diagnostics: .previousResponse
    case .conversation, .thread: .conversation
    case .store: .store
    case .metadata: .metadata
    case .background: .background
    case .container: .container
    case .mcpServers: .mcpServers
    case .webSearchOptions: .webSearch
    case .keepAlive: .keepAlive
    case .context: .context
    case .raw, .template, .chatTemplate: .rawPrompt
    case .idSlot: .slot
    case .cachePrompt: .promptCache
    case .grammar, .guidedGrammar: .grammar
    case .lora: .lora
    case .responseFields, .debugRenderOnly: .responseShape
    // Elsewhere `prompt` is the text itself.
    case .prompt: endpoint == .responses ? .storedPrompt : nil
    default: nil
    }
  }
}
