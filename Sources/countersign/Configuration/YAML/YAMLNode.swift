import Policy

/// A piece of a YAML document and where it starts: text, a list, or names with values.
struct YAMLNode: Sendable {
  enum Content: Sendable {
    /// Any scalar; YAML's own types are not looked at, each setting knows what it wants.
    case text(String)
    case list([YAMLNode])
    case mapping([Entry])
  }

  struct Entry: Sendable {
    let key: Located<String>
    let value: YAMLNode
  }

  let content: Content
  let position: SourcePosition

  /// `text`, `a list` or `a mapping`, for messages.
  var kind: String {
    switch content {
    case .text: "text"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// Whether nothing stands after the key.
  var isEmpty: Bool {
    if case .text(let text) = content { text.isEmpty } else { false }
  }
}
