/// README and ARCHITECTURE stay readable in one sitting, and every module says what it is.
enum DocumentRules {
  static let documentLimit = 400

  static func check(_ file: TextFile) -> [Finding] {
    guard ["README.md", "ARCHITECTURE.md"].contains(file.path), file.lines.count > documentLimit else { return [] }
    return [Finding(path: file.path, line: 0, message: "\(file.lines.count) lines; at most \(documentLimit)")]
  }

  /// Every module's folder holds `Module.md`, with more in it than a heading.
  static func moduleNotes(_ files: [TextFile]) -> [Finding] {
    let modules = Set(files.compactMap(\.module)).subtracting(ModuleTable.cTargets)
    return modules.sorted().compactMap { module in
      let path = "Sources/\(module)/\(module).md"
      guard let note = files.first(where: { $0.path == path }) else {
        return Finding(path: path, line: 0, message: "module \(module) needs a note: what is here, what is not")
      }
      guard note.lines.count(where: { !$0.isEmpty }) < 5 else { return nil }
      return Finding(path: path, line: 0, message: "the note says too little: what is here, what is deliberately not")
    }
  }
}
