import Policy

/// Reads one YAML document into nodes, within bounds, or says what is wrong with it.
///
/// Anchors, aliases and tags are refused: a configuration needs none, and each has been somebody's denial of service.
struct YAMLDocument {
  /// The largest document, in bytes.
  static let maximumSize = 1 << 20
  /// The deepest nesting.
  static let maximumDepth = 32

  /// nil where the document is empty.
  let root: YAMLNode?
  /// Keys that stand twice in one mapping.
  let duplicates: [YAMLFlaw]

  private struct State: ~Copyable {
    var parser: YAMLParser
    let lineOffset: Int
    var duplicates: [YAMLFlaw] = []
  }

  /// - Parameter lineOffset: added to every line, so that positions tell documents apart.
  init(_ bytes: [UInt8], lineOffset: Int = 0) throws(YAMLFlaw) {
    guard bytes.count <= YAMLDocument.maximumSize else {
      throw YAMLFlaw(
        position: SourcePosition(line: 1, column: 1),
        message: "the configuration is larger than \(YAMLDocument.maximumSize) bytes",
        fix: "use patterns instead of long lists")
    }
    guard let parser = YAMLParser(bytes) else {
      throw YAMLFlaw(
        position: SourcePosition(line: 1, column: 1), message: "no memory to read the configuration",
        fix: "free some memory")
    }
    var state = State(parser: parser, lineOffset: lineOffset)
    root = try YAMLDocument.document(&state)
    duplicates = state.duplicates
  }

  private static func document(_ state: inout State) throws(YAMLFlaw) -> YAMLNode? {
    var root: YAMLNode?
    while true {
      let event = try state.parser.next()
      switch event.kind {
      case .streamEnd: return root
      case .documentStart where root != nil:
        throw YAMLFlaw(
          position: position(event, state.lineOffset), message: "a second document starts here",
          fix: "keep everything in one document, without a further ---")
      case .documentStart: root = try node(state.parser.next(), depth: 0, &state)
      default: continue
      }
    }
  }

  private static func node(_ event: YAMLEvent, depth: Int, _ state: inout State) throws(YAMLFlaw) -> YAMLNode {
    let position = position(event, state.lineOffset)
    guard depth < maximumDepth else {
      throw YAMLFlaw(
        position: position, message: "this is nested deeper than \(maximumDepth) levels", fix: "flatten it")
    }
    guard !event.isAnchored, !event.isTagged else {
      throw YAMLFlaw(
        position: position, message: "anchors (&) and tags (!) are not taken here",
        fix: "remove it, or put the text in quotes")
    }
    switch event.kind {
    case .text(let text): return YAMLNode(content: .text(text), position: position)
    case .listStart: return YAMLNode(content: .list(try list(depth: depth, &state)), position: position)
    case .mappingStart: return YAMLNode(content: .mapping(try mapping(depth: depth, &state)), position: position)
    default:
      throw YAMLFlaw(
        position: position, message: "aliases (*) are not taken here",
        fix: "write the value out, or put a pattern that starts with * in quotes")
    }
  }

  private static func list(depth: Int, _ state: inout State) throws(YAMLFlaw) -> [YAMLNode] {
    var nodes: [YAMLNode] = []
    while true {
      let event = try state.parser.next()
      if case .listEnd = event.kind { return nodes }
      nodes.append(try node(event, depth: depth + 1, &state))
    }
  }

  private static func mapping(depth: Int, _ state: inout State) throws(YAMLFlaw) -> [YAMLNode.Entry] {
    var entries: [YAMLNode.Entry] = []
    var seen: Set<[UInt8]> = []
    while true {
      let event = try state.parser.next()
      if case .mappingEnd = event.kind { return entries }
      let key = try node(event, depth: depth + 1, &state)
      let value = try node(state.parser.next(), depth: depth + 1, &state)
      guard case .text(let name) = key.content else {
        throw YAMLFlaw(position: key.position, message: "a key is \(key.kind)", fix: "write a name as the key")
      }
      if seen.insert(Array(name.utf8)).inserted {
        entries.append(YAMLNode.Entry(key: Located(name, key.position), value: value))
      } else {
        state.duplicates.append(
          YAMLFlaw(
            position: key.position, message: "\(PrintableText.line(name)) stands here for the second time",
            fix: "keep one of the two"))
      }
    }
  }

  private static func position(_ event: YAMLEvent, _ lineOffset: Int) -> SourcePosition {
    SourcePosition(line: event.line + lineOffset, column: event.column)
  }
}
