/// Imports follow the table of ARCHITECTURE.md; Foundation stays off the request path.
enum ImportRules {
  static func check(_ file: TextFile) -> [Finding] {
    guard let module = file.module else { return toolImports(file) }
    guard let allowed = ModuleTable.imports[module] else {
      return [Finding(path: file.path, line: 0, message: "module \(module) is not in the table of ARCHITECTURE.md")]
    }
    return imports(of: file).compactMap { line, name in
      let legal =
        allowed.contains(name) || ModuleTable.system.contains(name)
        || (isFoundation(name) && mayImportFoundation(file, module))
      guard !legal else { return nil }
      return Finding(path: file.path, line: line, message: "\(module) may not import \(name)")
    }
  }

  private static func toolImports(_ file: TextFile) -> [Finding] {
    guard file.path.hasPrefix("Tools/tidy/") else { return [] }
    return imports(of: file).filter { $0.name != "Foundation" }.map {
      Finding(path: file.path, line: $0.line, message: "tidy imports only Foundation, not \($0.name)")
    }
  }

  private static func isFoundation(_ name: String) -> Bool {
    ["Foundation", "FoundationEssentials", "Dispatch"].contains(name)
  }

  private static func mayImportFoundation(_ file: TextFile, _ module: String) -> Bool {
    ModuleTable.mayImportFoundation.contains(module) && file.name != "Pipeline.swift"
  }

  /// The modules a file imports, with one-based lines; `import struct A.B` counts as `A`.
  static func imports(of file: TextFile) -> [(line: Int, name: String)] {
    file.codeLines.enumerated().compactMap { index, line in
      guard line.contains("import ") else { return nil }
      var words = line.split(separator: " ").drop { $0 != "import" }.dropFirst()
      guard line.hasPrefix("import ") || isModified(line) else { return nil }
      if let kind = words.first, ["struct", "class", "enum", "func", "protocol", "var"].contains(kind) {
        words = words.dropFirst()
      }
      guard let name = words.first?.split(separator: ".").first else { return nil }
      return (index + 1, String(name))
    }
  }

  private static func isModified(_ line: String) -> Bool {
    ["public", "package", "internal", "private", "fileprivate", "@"].contains { line.hasPrefix($0) }
  }
}
