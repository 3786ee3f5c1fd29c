/// A field of a request that fetches, remembers, or speaks to the model past its template.
///
/// Denied unless a role allows it by its name (`allow_fields: [...]`).
public enum GuardedField: UInt8, Sendable, CaseIterable {
  /// A response stored upstream (`previous_response_id`, `item_reference`, `comparison_response_id`, `diagnostics`).
  case previousResponse
  /// A dialogue stored upstream (`conversation`, Anthropic `thread`).
  case conversation
  /// `store: true`; a Responses call without the field is sent with `store: false`, since its default is true.
  case store
  /// Files stored upstream (`file_id`, `file_ids`, `vector_store_ids`).
  case storedFiles
  /// An address the upstream would fetch: image, file, audio or video other than `data:`.
  case remoteMedia
  /// Tool servers the upstream would call (`mcp_servers`, tools of type `mcp`, `connector_id`).
  case mcpServers
  /// The upstream's own web search or fetch (`web_search…`, `web_search_options`, `web_fetch…`).
  case webSearch
  /// The upstream's own search over stored files.
  case fileSearch
  /// Code run by the upstream (`code_interpreter`, `code_execution…`, `shell`, `local_shell`).
  case codeInterpreter
  /// A computer or browser driven by the model (`computer…`, `browser…`).
  case computer
  /// Any other tool that the client does not run itself.
  case hostedTools
  /// `metadata` with anything in it.
  case metadata
  /// `background: true`
  case background
  /// A prompt template stored upstream (Responses `prompt`).
  case storedPrompt
  /// An execution container that outlives the call.
  case container
  /// Ollama's `keep_alive`: it pins a model in memory or throws it out for everybody.
  case keepAlive
  /// Ollama's `context`: an opaque dialogue that nobody can read.
  case context
  /// `raw: true`, `template`, `chat_template`: the prompt without, or with another, template.
  case rawPrompt
  /// llama.cpp's `id_slot`: another caller's cache.
  case slot
  /// llama.cpp's `cache_prompt`.
  case promptCache
  /// A grammar program the upstream compiles (`grammar`, `guided_grammar`).
  case grammar
  /// Adapters that make another model of the one that was decided on.
  case lora
  /// Fields that change the shape of the answer so that it cannot be metered (`response_fields`, debug output).
  case responseShape

  /// The word used in `allow_fields` and in refusals.
  public var name: StaticString {
    switch self {
    case .previousResponse: "previous_response_id"
    case .conversation: "conversation"
    case .store: "store"
    case .storedFiles: "file_id"
    case .remoteMedia: "remote_url"
    case .mcpServers: "mcp_servers"
    case .webSearch: "web_search"
    case .fileSearch: "file_search"
    case .codeInterpreter: "code_interpreter"
    case .computer: "computer"
    case .hostedTools: "hosted_tools"
    case .metadata: "metadata"
    case .background: "background"
    case .storedPrompt: "prompt"
    case .container: "container"
    case .keepAlive: "keep_alive"
    case .context: "context"
    case .rawPrompt: "template"
    case .slot: "id_slot"
    case .promptCache: "cache_prompt"
    case .grammar: "grammar"
    case .lora: "lora"
    case .responseShape: "response_fields"
    }
  }

  /// The field a setting names, or nil.
  public init?(name: String) {
    guard let field = Self.allCases.first(where: { $0.name.description == name }) else { return nil }
    self = field
  }
}

/// The guarded fields one call uses, or one role allows.
@frozen
public struct GuardedFields: OptionSet, Sendable, Hashable {
  /// One bit for each field, by its raw value.
  public let rawValue: UInt32

  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public init(_ field: GuardedField) { self.init(rawValue: 1 << UInt32(field.rawValue)) }

  /// The first field in the set, for a refusal that names one.
  public var first: GuardedField? {
    rawValue == 0 ? nil : GuardedField(rawValue: UInt8(rawValue.trailingZeroBitCount))
  }

  /// Whether the field is in the set.
  public func contains(_ field: GuardedField) -> Bool { rawValue & (1 << UInt32(field.rawValue)) != 0 }
}
