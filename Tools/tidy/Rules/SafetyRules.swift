/// No `try!` and no `fatalError` in the product; `unsafe` only where a C library or descriptors are owned.
enum SafetyRules {
  static func check(_ file: TextFile) -> [Finding] {
    guard let module = file.module, ["try!", "fatalError(", "unsafe"].contains(where: file.mentions) else { return [] }
    var findings: [Finding] = []
    for (index, line) in file.codeLines.enumerated() {
      for token in ["try!", "fatalError("] where line.contains(token) {
        findings.append(Finding(path: file.path, line: index + 1, message: "\(token) is not used in Sources"))
      }
      if !mayBeUnsafe(file, module) && containsWord("unsafe", in: line) {
        findings.append(Finding(path: file.path, line: index + 1, message: "\(module) may not use `unsafe`"))
      }
    }
    return findings
  }

  private static func mayBeUnsafe(_ file: TextFile, _ module: String) -> Bool {
    ModuleTable.mayBeUnsafe.contains(module) || Exemptions.unsafeFolders.keys.contains { file.path.hasPrefix($0) }
  }

  /// Whether `word` stands alone in `line`: `unsafe`, and not `isunsafe` or `unsafely`.
  static func containsWord(_ word: String, in line: String) -> Bool {
    guard line.contains(word) else { return false }
    return line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == word }
  }
}
