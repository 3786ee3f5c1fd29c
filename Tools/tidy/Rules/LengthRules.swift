/// Files of at most 500 lines, functions of at most 70, lines of at most 120 columns.
enum LengthRules {
  static let fileLimit = 500
  static let functionLimit = 70
  static let columnLimit = 120
  static let pipelineLimit = 150

  static func check(_ file: TextFile) -> [Finding] {
    fileLength(file) + functionLengths(file) + lineLengths(file)
  }

  private static func fileLength(_ file: TextFile) -> [Finding] {
    let limit = file.path == "Sources/countersign/Pipeline.swift" ? pipelineLimit : fileLimit
    guard file.lines.count > limit, Exemptions.longFiles[file.path] == nil else { return [] }
    return [Finding(path: file.path, line: 0, message: "\(file.lines.count) lines; at most \(limit)")]
  }

  private static func functionLengths(_ file: TextFile) -> [Finding] {
    file.functions.compactMap { body in
      let exempt = Exemptions.longFunctions["\(file.path) \(body.name)"] != nil
      guard body.length > functionLimit, !exempt else { return nil }
      let message = "\(body.name) has \(body.length) lines; at most \(functionLimit)"
      return Finding(path: file.path, line: body.line, message: message)
    }
  }

  private static func lineLengths(_ file: TextFile) -> [Finding] {
    file.lines.enumerated().compactMap { index, line in
      guard line.utf8.count > columnLimit, line.unicodeScalars.count > columnLimit else { return nil }
      let message = "\(line.unicodeScalars.count) columns; at most \(columnLimit)"
      return Finding(path: file.path, line: index + 1, message: message)
    }
  }
}
