/// At most five `@unchecked Sendable` in the product, each with a comment that names the mechanism.
enum UncheckedSendableRule {
  static let limit = 5
  /// The comment names one of these: what keeps two threads from writing at once.
  private static let mechanisms = ["mutex", "lock", "atomic", "immutable", "thread", "loop", "queue"]

  static func check(_ files: [TextFile]) -> [Finding] {
    var findings: [Finding] = []
    var seen = 0
    for file in files where file.module != nil && file.mentions("@unchecked Sendable") {
      for (index, line) in file.codeLines.enumerated() where line.contains("@unchecked Sendable") {
        seen += 1
        if !explains(commentAbove(index, in: file) + file.lines[index]) {
          let message = "@unchecked Sendable needs a comment that names the mechanism which protects its fields"
          findings.append(Finding(path: file.path, line: index + 1, message: message))
        }
        guard seen > limit else { continue }
        let message = "@unchecked Sendable number \(seen); at most \(limit) in the product"
        findings.append(Finding(path: file.path, line: index + 1, message: message))
      }
    }
    return findings
  }

  private static func commentAbove(_ index: Int, in file: TextFile) -> String {
    var text = ""
    var above = index - 1
    while above >= 0 {
      let line = file.lines[above].drop { $0 == " " }
      guard line.hasPrefix("//") || line.hasPrefix("@") else { break }
      text = line + " " + text
      above -= 1
    }
    return text
  }

  private static func explains(_ text: String) -> Bool {
    let comment = text.lowercased()
    return comment.contains("//") && mechanisms.contains { comment.contains($0) }
  }
}
