/// The wire language a request is written in; the answer, refusals included, is written in the same one.
public enum Dialect: UInt8, Sendable, CaseIterable {
  case openAI
  case anthropic
  case ollama

  /// The word used in settings (`api: openai`) and in log lines.
  public var name: String {
    switch self {
    case .openAI: "openai"
    case .anthropic: "anthropic"
    case .ollama: "ollama"
    }
  }
}

/// The dialects one upstream serves.
public struct DialectSet: OptionSet, Sendable, Hashable {
  /// One bit for each dialect, by its raw value.
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public init(_ dialect: Dialect) { self.init(rawValue: 1 << dialect.rawValue) }

  /// OpenAI's paths.
  public static let openAI = DialectSet(.openAI)
  /// Anthropic's paths.
  public static let anthropic = DialectSet(.anthropic)
  /// Ollama's own paths.
  public static let ollama = DialectSet(.ollama)

  /// What an upstream serves whose setting says `api: NAME`, or nil for an unknown name.
  ///
  /// Ollama serves the OpenAI paths beside its own. A list in the settings is the union of its names.
  public init?(api name: String) {
    switch name {
    case "openai": self = .openAI
    case "anthropic": self = .anthropic
    case "ollama": self = [.ollama, .openAI]
    default: return nil
    }
  }

  /// Whether the dialect is in the set.
  @inlinable
  public func contains(_ dialect: Dialect) -> Bool { rawValue & (1 << dialect.rawValue) != 0 }
}
