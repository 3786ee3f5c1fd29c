/// `///` on every public declaration, its first sentence at most 150 characters.
///
/// One comment may cover an unbroken run of one-line declarations. Memberwise initialisers, `==`, `<`, `hash(into:)`
/// and `description` explain themselves.
enum DocumentationRule {
  static let sentenceLimit = 150
  private static let kinds: Set<String> = [
    "func", "var", "let", "struct", "class", "enum", "protocol", "actor", "init", "typealias", "subscript",
    "associatedtype",
  ]
  private static let selfExplaining = [
    "func ==", "func <", "func hash(into", "var description", "var debugDescription", "func encode(to",
  ]

  static func check(_ file: TextFile) -> [Finding] {
    guard file.module != nil, file.mentions("public ") || file.mentions("package ") else { return [] }
    var findings: [Finding] = []
    var documentedRun = false
    for (index, line) in file.codeLines.enumerated() {
      let isPublic = declares(line)
      let first = isPublic ? firstSentence(above: index, in: file) : nil
      if isPublic && first == nil && !documentedRun && !explainsItself(index, in: file) {
        let message = "a public declaration needs a /// comment"
        findings.append(Finding(path: file.path, line: index + 1, message: message))
      }
      if let first, first.count > sentenceLimit {
        let message = "the first sentence has \(first.count) characters; at most \(sentenceLimit)"
        findings.append(Finding(path: file.path, line: index + 1, message: message))
      }
      documentedRun = isPublic && (first != nil || documentedRun) && !opensBlock(line)
    }
    return findings
  }

  private static func declares(_ line: String) -> Bool {
    let start = line.trimmed
    guard ["public", "package", "@", "final", "static", "nonisolated"].contains(where: start.hasPrefix) else {
      return false
    }
    guard line.contains("public ") || line.contains("package ") else { return false }
    let words = line.split { !($0.isLetter || $0 == "_") }.map(String.init)
    guard let access = words.firstIndex(where: { $0 == "public" || $0 == "package" }) else { return false }
    guard !words.contains("import"), !words.contains("extension") else { return false }
    return words[access...].prefix(8).contains { kinds.contains($0) }
  }

  private static func opensBlock(_ line: String) -> Bool {
    line.hasSuffix("{")
  }

  private static func explainsItself(_ index: Int, in file: TextFile) -> Bool {
    let line = file.codeLines[index]
    if selfExplaining.contains(where: { line.contains($0) }) { return true }
    guard line.contains(" init(") else { return false }
    return isMemberwise(file.codeLines[index...])
  }

  /// Whether the initialiser's body only copies its parameters.
  private static func isMemberwise(_ lines: ArraySlice<String>) -> Bool {
    var depth = 0
    var opened = false
    for line in lines {
      let statement = line.trimmed
      if opened && !statement.isEmpty && statement != "}" && !copies(statement) { return false }
      for character in line {
        if character == "{" { (depth, opened) = (depth + 1, true) }
        if character == "}" { depth -= 1 }
      }
      if opened && depth == 0 { return true }
    }
    return false
  }

  private static func copies(_ statement: String) -> Bool {
    let sides = statement.replacing("self.", with: "").replacing("unsafe ", with: "").split(separator: "=")
    return sides.count == 2 && sides[0].trimmed == sides[1].trimmed
  }

  /// The first sentence of the comment over line `index`, attributes between them skipped; nil without a comment.
  static func firstSentence(above index: Int, in file: TextFile) -> String? {
    var top = index - 1
    while top >= 0, file.lines[top].trimmed.hasPrefix("@") { top -= 1 }
    var comment: [String] = []
    while top >= 0, file.lines[top].trimmed.hasPrefix("///") {
      comment.insert(String(file.lines[top].trimmed.dropFirst(3)).trimmed, at: 0)
      top -= 1
    }
    guard let blank = comment.firstIndex(of: "") ?? (comment.isEmpty ? nil : comment.count) else { return nil }
    let text = comment[..<blank].joined(separator: " ")
    return text.split(separator: ". ", maxSplits: 1).first.map(String.init) ?? text
  }
}

extension StringProtocol {
  /// The text without spaces at its ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
