import Policy

extension Section {
  /// The text of a key; nil where it is absent or (reported) no text.
  func text(_ key: String) -> Located<String>? {
    node(key).flatMap { text(of: $0, label(key)) }
  }

  /// The text of a node; nil where (reported) it is something else.
  func text(of node: YAMLNode, _ label: String) -> Located<String>? {
    if case .text(let text) = node.content { return Located(text, node.position) }
    report(node.position, "\(label) is \(node.kind)", fix: "write a single value")
    return nil
  }

  /// Text that must be there.
  func requiredText(_ key: String, _ example: String) -> Located<String>? {
    let known = context.problems.count
    if let text = text(key) { return text }
    if context.problems.count == known { reportMissing(key, example) }
    return nil
  }

  func reportMissing(_ key: String, _ example: String) {
    report(position, "\(label(key)) is missing", fix: "add \(key): \(example)")
  }

  /// The texts of a list under a key, or of its only value.
  func texts(_ key: String) -> [Located<String>] {
    elements(key).compactMap { element in
      guard !element.isEmpty else {
        report(element.position, "\(label(key)) holds an empty text", fix: "write a value, or remove it")
        return nil
      }
      return text(of: element, label(key))
    }
  }

  /// A value made of text; a text that makes none is reported with what was expected.
  func value<Value>(_ key: String, _ expected: String, _ parse: (String) -> Value?) -> Value? {
    guard let text = text(key) else { return nil }
    if let value = parse(text.value) { return value }
    reportUnexpected(text, label(key), expected)
    return nil
  }

  /// - Parameter words: what may have been meant.
  func reportUnexpected(_ text: Located<String>, _ label: String, _ expected: String, among words: [String] = []) {
    let shown = PrintableText.line(String(text.value.prefix(80)))
    let hint = NearestName.hint(text.value, in: words)
    report(text.position, "\(label) is '\(shown)'\(hint)", fix: "write \(expected)")
  }

  /// Reports a name that would not be itself in logs, metrics and patterns.
  func checkName(_ name: Located<String>, _ kind: String) {
    if !NameText.isValid(name.value) { reportUnexpected(name, "the name of \(kind)", NameText.form) }
  }

  /// `true` or `false`.
  func flag(_ key: String, default fallback: Bool) -> Bool {
    value(key, "true or false") { ["true": true, "false": false][$0] } ?? fallback
  }

  /// A whole number within bounds.
  func integer(_ key: String, default fallback: Int, _ range: ClosedRange<Int>) -> Int {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return value(key, expected) { DecimalText.parse($0).flatMap { range.contains($0) ? $0 : nil } } ?? fallback
  }

  /// A size in bytes within bounds; default and bounds as settings write them.
  func size(_ key: String, default fallback: String, _ least: String, _ most: String) -> Int {
    let bound = { (text: String) in SizeText.bytes(text) ?? 0 }
    let range = bound(least)...bound(most)
    let expected = "a size from \(least) to \(most), such as \(fallback)"
    return value(key, expected) { SizeText.bytes($0).flatMap { range.contains($0) ? $0 : nil } } ?? bound(fallback)
  }

  /// A duration in nanoseconds within bounds; default and bounds as settings write them.
  func duration(_ key: String, default fallback: String, _ least: String, _ most: String) -> UInt64 {
    let bound = { (text: String) in DurationText.nanoseconds(text) ?? 0 }
    let range = bound(least)...bound(most)
    let expected = "a duration from \(least) to \(most), such as \(fallback)"
    let given = value(key, expected) { DurationText.nanoseconds($0).flatMap { range.contains($0) ? $0 : nil } }
    return given ?? bound(fallback)
  }

  /// A duration in seconds within bounds.
  func seconds(_ key: String, default fallback: String, _ least: String, _ most: String) -> Int64 {
    Int64(duration(key, default: fallback, least, most) / 1_000_000_000)
  }

  /// A word of an enumeration.
  func choice<Value: RawRepresentable>(_ key: String, _ words: [Value]) -> Value? where Value.RawValue == String {
    value(key, words.map(\.rawValue).joined(separator: " or "), Value.init(rawValue:))
  }

  /// The path of a file that must be readable; relative paths start at the configuration's folder.
  func file(_ key: String) -> String? {
    guard let text = text(key) else { return nil }
    let path = context.resolve(text.value)
    if let reason = context.unreadable(path) {
      let message = "\(label(key)): \(PrintableText.line(path)) \(reason)"
      report(text.position, message, fix: "create it, or correct the path")
    }
    return path
  }

  /// A path that need not exist yet.
  func path(_ key: String, default fallback: String) -> String {
    context.resolve(text(key)?.value ?? fallback)
  }

  /// A secret given as `key` or in the file `key_file`, line end removed; nil where there is neither.
  func secret(_ key: String) -> SecretText? {
    let inline = text(key)
    guard let named = text(key + "_file") else { return inline.map { SecretText(Array($0.value.utf8)) } }
    if let inline {
      report(inline.position, "both \(label(key)) and \(key)_file are given", fix: "keep \(key)_file")
      return nil
    }
    guard case .required = context.files else { return SecretText([]) }
    do {
      return SecretText(try Self.firstLine(of: context.resolve(named.value)))
    } catch {
      report(named.position, "\(label(key))_file \(error.reason)", fix: "put the secret there, and nothing else")
      return nil
    }
  }

  private static func firstLine(of path: String) throws(FileBytes.Flaw) -> [UInt8] {
    var bytes = try FileBytes.read(path, limit: 16_384)
    while bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard !bytes.isEmpty, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw FileBytes.Flaw(reason: "holds no single line of visible ASCII")
    }
    return bytes
  }
}
