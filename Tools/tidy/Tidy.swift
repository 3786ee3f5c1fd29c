/// All rules, applied to a repository.
enum Tidy {
  /// What was found, and one line that says how the distributions stand.
  struct Report {
    var findings: [Finding]
    var summary: String
  }

  /// Applies every rule; findings come in the order of files, then lines.
  static func check(_ repository: Repository) -> Report {
    let ours = repository.files.filter(isOurs)
    let swift = ours.filter(\.isSwift)
    var findings: [Finding] = []
    for file in ours { findings += LengthRules.check(file) }
    for file in swift { findings += checkSwift(file) }
    for file in repository.files { findings += WordRules.check(file) + DocumentRules.check(file) }
    findings += DocumentRules.moduleNotes(repository.files)
    findings += UncheckedSendableRule.check(swift)
    let lengths = Distribution(files: swift)
    findings += lengths.findings
    return Report(findings: findings.sorted { ($0.path, $0.line) < ($1.path, $1.line) }, summary: lengths.summary)
  }

  private static func checkSwift(_ file: TextFile) -> [Finding] {
    ImportRules.check(file) + NameRules.check(file) + SafetyRules.check(file) + DocumentationRule.check(file)
  }

  /// Source text that people wrote here: vectors and other data are not.
  private static func isOurs(_ file: TextFile) -> Bool {
    let folders = ["Sources/", "Tests/", "Tools/", "Benchmarks/", "Fuzz/"]
    let suffixes = [".swift", ".c", ".cpp", ".h", ".py", ".sh"]
    return folders.contains { file.path.hasPrefix($0) } && suffixes.contains { file.path.hasSuffix($0) }
  }
}
