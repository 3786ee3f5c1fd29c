/// No unfinished-work marks in code, and no path of the machine it was written on in any file.
enum WordRules {
  private static let marks = ["TODO", "FIXME", "XXX", "HACK"]
  /// Marks in comments and texts, but good names in code: an option's help has a placeholder.
  private static let wordMarks = ["placeholder", "Placeholder"]
  private static let codeSuffixes = [".swift", ".c", ".cpp", ".h", ".py", ".sh", ".yaml", ".yml", "Makefile"]

  static func check(_ file: TextFile) -> [Finding] {
    guard Exemptions.namesForbiddenWords[file.path] == nil else { return [] }
    let isCode = codeSuffixes.contains { file.path.hasSuffix($0) }
    var findings: [Finding] = []
    for (index, line) in file.lines.enumerated() {
      if isCode, let mark = mark(in: line, code: index < file.codeLines.count ? file.codeLines[index] : "") {
        let message = "`\(mark)`: finish it, or say in words what is missing and why"
        findings.append(Finding(path: file.path, line: index + 1, message: message))
      }
      if namesMachinePath(line) {
        let message = "a path of one machine; name it relative to the repository"
        findings.append(Finding(path: file.path, line: index + 1, message: message))
      }
    }
    return findings
  }

  private static func mark(in line: String, code: String) -> String? {
    marks.first { SafetyRules.containsWord($0, in: line) }
      ?? wordMarks.first { SafetyRules.containsWord($0, in: line) && !SafetyRules.containsWord($0, in: code) }
  }

  /// Whether `line` holds an absolute path under a home, a workplace or a named folder of the temporary one.
  static func namesMachinePath(_ line: String) -> Bool {
    guard line.utf8.contains(UInt8(ascii: "/")) else { return false }
    return ["/work/", "/farm/", "/root/", "/tmp/"].contains { holds($0, in: line) }
  }

  private static func holds(_ folder: String, in line: String) -> Bool {
    var rest = line[...]
    while let range = rest.firstRange(of: folder) {
      let before = range.lowerBound == line.startIndex ? nil : line[line.index(before: range.lowerBound)]
      let absolute = before.map { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".")) } ?? true
      if absolute && (folder != "/tmp/" || continuesAsFolder(line[range.upperBound...])) { return true }
      rest = line[range.upperBound...]
    }
    return false
  }

  private static func continuesAsFolder(_ rest: Substring) -> Bool {
    let name = rest.prefix { $0 >= "a" && $0 <= "z" }
    return !name.isEmpty && rest.dropFirst(name.count).first == "/"
  }
}
