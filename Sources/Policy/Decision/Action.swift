/// What a call does, as roles name it; `read` and `write` are for plain HTTP routes.
public enum Action: UInt8, Sendable, CaseIterable {
  case chat
  case complete
  case embed
  case list
  /// GET and HEAD on a plain route.
  case read
  /// Every other method on a plain route.
  case write

  /// The action a role or key names; nil for any other word.
  public init?(name: String) {
    guard let action = Action.allCases.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
    self = action
  }

  /// As the configuration, the audit log and the access log write it.
  public var name: String {
    switch self {
    case .chat: "chat"
    case .complete: "complete"
    case .embed: "embed"
    case .list: "list"
    case .read: "read"
    case .write: "write"
    }
  }

  /// Whether the call makes a model write tokens, so that a role's token limit applies.
  var generates: Bool { self == .chat || self == .complete }

  var bit: UInt8 { 1 << rawValue }
}
