import Policy

/// One mapping of the configuration while it is read: hands out values, reports mistakes, knows what nobody asked for.
///
/// Each value may come from the file or from the environment, which wins. Everything that is wrong is reported, and
/// reading goes on with nothing or a default, so that one run finds all problems.
final class Section {
  let context: ReadingContext
  /// The keys that lead here.
  let path: [String]
  let position: SourcePosition
  private let entries: [YAMLNode.Entry]
  private var asked: [String] = []
  private var found: [String: YAMLNode?] = [:]

  init(_ entries: [YAMLNode.Entry], at position: SourcePosition, path: [String], _ context: ReadingContext) {
    self.entries = entries
    self.position = position
    self.path = path
    self.context = context
  }

  /// `server.idle_timeout`, for messages.
  func label(_ key: String) -> String { (path + [key]).joined(separator: ".") }

  func report(_ position: SourcePosition, _ message: String, fix: String) {
    context.report(position, message, fix: fix)
  }

  /// The value of a key, the environment's before the file's; nil where it is absent or (reported) empty.
  func node(_ key: String) -> YAMLNode? {
    if let known = found[key] { return known }
    asked.append(key)
    let node = read(key)
    found[key] = .some(node)
    return node
  }

  private func read(_ key: String) -> YAMLNode? {
    let written = entries.first { $0.key.value == key }
    guard let node = context.override(path + [key]) ?? written?.value else { return nil }
    guard !node.isEmpty else {
      report(node.position, "nothing stands after \(label(key))", fix: "give it a value, or remove the key")
      return nil
    }
    return node
  }

  /// Where a key's value stands, or the section itself.
  func position(of key: String) -> SourcePosition {
    entries.first { $0.key.value == key }?.value.position ?? position
  }

  /// The keys as written, for sections whose keys are names.
  var names: [Located<String>] { entries.map(\.key) }

  /// Reports every key that nobody asked for.
  func finish() {
    for entry in entries where !asked.contains(entry.key.value) {
      let place = path.isEmpty ? "a setting" : "a setting of \(path.joined(separator: "."))"
      let key = PrintableText.line(entry.key.value)
      let known = asked.sorted().joined(separator: ", ")
      report(
        entry.key.position, "\(key) is not \(place)" + NearestName.hint(entry.key.value, in: asked),
        fix: "remove it, or write one of: \(known)")
    }
  }

  /// Reads the mapping under a key; nil where neither the file nor the environment has one.
  func section<Value>(_ key: String, _ read: (Section) -> Value?) -> Value? {
    guard let found = node(key) else {
      guard context.hasOverride(below: path + [key]) else { return nil }
      return child([], position, [key], read)
    }
    guard let entries = mapping(found, label(key)) else { return nil }
    return child(entries, found.position, [key], read)
  }

  /// Reads the mapping under a key as if it were written empty where it is absent.
  func sectionOrEmpty<Value>(_ key: String, _ read: (Section) -> Value?) -> Value? {
    guard let found = node(key) else { return child([], position, [key], read) }
    guard let entries = mapping(found, label(key)) else { return nil }
    return child(entries, found.position, [key], read)
  }

  /// Reads each mapping of a list under a key, or the only one.
  func sections<Value>(_ key: String, _ read: (Section) -> Value?) -> [Value] {
    elements(key).enumerated().compactMap { section(of: $1, key, $0, read) }
  }

  /// Reads one element of a list under a key as a mapping.
  func section<Value>(of element: YAMLNode, _ key: String, _ index: Int, _ read: (Section) -> Value?) -> Value? {
    guard let entries = mapping(element, label("\(key)[\(index)]")) else { return nil }
    return child(entries, element.position, [key, String(index)], read)
  }

  /// Reads each mapping under a key whose own keys are names.
  func namedSections<Value>(_ key: String, _ read: (Located<String>, Section) -> Value?) -> [Value] {
    guard let found = node(key), let entries = mapping(found, label(key)) else { return [] }
    return entries.compactMap { entry in
      guard let inner = mapping(entry.value, label("\(key).\(entry.key.value)")) else { return nil }
      return child(inner, entry.key.position, [key, entry.key.value]) { read(entry.key, $0) }
    }
  }

  /// The elements of a list under a key; a single value counts as a list of one.
  func elements(_ key: String) -> [YAMLNode] {
    guard let found = node(key) else { return [] }
    if case .list(let elements) = found.content { return elements }
    return [found]
  }

  private func child<Value>(
    _ entries: [YAMLNode.Entry], _ position: SourcePosition, _ keys: [String], _ read: (Section) -> Value?
  ) -> Value? {
    let child = Section(entries, at: position, path: path + keys, context)
    let value = read(child)
    child.finish()
    return value
  }

  private func mapping(_ node: YAMLNode, _ label: String) -> [YAMLNode.Entry]? {
    if case .mapping(let entries) = node.content { return entries }
    report(node.position, "\(label) is \(node.kind)", fix: "write its settings below it, or in braces: { key: value }")
    return nil
  }
}
