/// What libyaml says next, copied out of its memory.
struct YAMLEvent {
  enum Kind {
    case streamEnd
    case documentStart
    case documentEnd
    case text(String)
    case listStart
    case listEnd
    case mappingStart
    case mappingEnd
    case alias
    /// Beginnings that carry nothing.
    case other
  }

  let kind: Kind
  /// Counts from 1.
  let line: Int
  let column: Int
  /// Whether the piece has an anchor (`&name`).
  let isAnchored: Bool
  /// Whether the piece has a tag (`!name`).
  let isTagged: Bool
}
