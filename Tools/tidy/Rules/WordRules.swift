/// No unfinished-work marks in code, and no path of the machine it was written on in any file.
enum WordRules {
  private static let marks = ["TODO", "FIXME", "XXX", "HACK"]
  /// Marks in comments and texts, but good names in code: an option's help has a placeholder.
  private static let wordMarks = ["placeholder", "Placeholder"]
  private static let codeSuffixes = [".swift", ".c", ".cpp", ".h", ".py", ".sh", ".yaml", ".yml", "Makefile"]

  static func check(_ file: TextFile) -> [Finding] {
    guard Exemptions.namesForbiddenWords[file.path] == nil else { return [] }
    return (codeSuffixes.contains { file.path.hasSuffix($0) } ? unfinished(file) : []) + machinePaths(file)
  }

  private static func unfinished(_ file: TextFile) -> [Finding] {
    (marks + wordMarks).filter(file.mentions).flatMap { mark in
      file.lines.indices.compactMap { index in
        guard SafetyRules.containsWord(mark, in: file.lines[index]) else { return nil }
        let code = index < file.codeLines.count ? file.codeLines[index] : ""
        guard !wordMarks.contains(mark) || !SafetyRules.containsWord(mark, in: code) else { return nil }
        let message = "`\(mark)`: finish it, or say in words what is missing and why"
        return Finding(path: file.path, line: index + 1, message: message)
      }
    }
  }

  /// Absolute paths under a home, a workplace or a named folder of the temporary one.
  private static func machinePaths(_ file: TextFile) -> [Finding] {
    let folders = ["work", "farm", "root", "tmp"].map { "/\($0)/" }.filter(file.mentions)
    guard !folders.isEmpty else { return [] }
    return file.lines.indices.compactMap { index in
      guard folders.contains(where: { holds($0, in: file.lines[index]) }) else { return nil }
      let message = "a path of one machine; name it relative to the repository"
      return Finding(path: file.path, line: index + 1, message: message)
    }
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
