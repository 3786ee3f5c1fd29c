import Cryptography
import Policy

/// Reads a configuration file and the environment into a ``Configuration``, or reports everything that is wrong.
enum ConfigurationLoader {
  static func load(_ path: String, environment: [String: String], files: FileAccess = .required)
    throws(ConfigurationProblems) -> Configuration
  {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: YAMLDocument.maximumSize)
    } catch {
      let fix = "'countersign init' writes a configuration; --config names another"
      let line = ConfigurationProblems.Line(
        place: PrintableText.line(path), message: "the file \(error.reason)", fix: fix)
      throw ConfigurationProblems(path: path, lines: [line])
    }
    return try read(bytes, path: path, environment: environment, files: files)
  }

  /// - Parameter path: for messages, and the place relative paths start at.
  static func read(_ bytes: [UInt8], path: String, environment: [String: String], files: FileAccess)
    throws(ConfigurationProblems) -> Configuration
  {
    let context = ReadingContext(path: path, environment: environment, files: files)
    var configuration: Configuration?
    if let entries = entries(bytes, context) {
      let root = Section(entries, at: SourcePosition(line: 1, column: 1), path: [], context)
      configuration = root.configuration(version: version(bytes, context))
      root.finish()
      context.finish()
    }
    let lines = context.lines()
    guard let configuration, lines.isEmpty else { throw ConfigurationProblems(path: path, lines: lines) }
    return configuration
  }

  private static func entries(_ bytes: [UInt8], _ context: ReadingContext) -> [YAMLNode.Entry]? {
    do {
      let document = try YAMLDocument(bytes)
      document.duplicates.forEach(context.report)
      guard let root = document.root else { return [] }
      if case .mapping(let entries) = root.content { return entries }
      context.report(root.position, "the configuration is \(root.kind)", fix: "write settings as key: value")
    } catch {
      context.report(error)
    }
    return nil
  }

  /// Twelve hexadecimal digits of SHA-256 over the file and the variables that changed it, secrets left out.
  private static func version(_ bytes: [UInt8], _ context: ReadingContext) -> () -> String {
    {
      var hash = SHA256()
      hash.update(bytes.span)
      for (name, value) in context.used.sorted(by: { $0.key < $1.key }) where !name.hasSuffix("_KEY") {
        hash.update(Array("\n\(name)=\(value)".utf8).span)
      }
      return String(hash.finalize().hex.prefix(12))
    }
  }
}
