import Policy

/// What all sections of one configuration share while it is read: the environment, and the problems found so far.
///
/// Text from an environment variable has line numbers of its own range, so that a position alone says where it is from.
final class ReadingContext {
  /// How every variable that makes a setting begins.
  static let prefix = "COUNTERSIGN_"
  /// Variables that begin alike and are no settings.
  private static let reserved = ["COUNTERSIGN_CONFIG", "COUNTERSIGN_VECTORS"]
  /// What Kubernetes sets for a service called `countersign`.
  private static let foreign = ["COUNTERSIGN_SERVICE_", "COUNTERSIGN_PORT"]
  private static let linesPerSource = 1 << 24

  let path: String
  /// The configuration's folder, with a final slash; empty for the working directory.
  let directory: String
  let files: FileAccess
  private let variables: [String: String]
  private var sources: [String] = []
  private var asked: Set<String> = []
  private(set) var used: [String: String] = [:]
  private(set) var problems: [ConfigurationProblem] = []

  init(path: String, environment: [String: String], files: FileAccess) {
    self.path = path
    self.files = files
    directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    variables = environment.filter { name, _ in
      name.hasPrefix(Self.prefix) && !Self.reserved.contains(name) && !Self.foreign.contains { name.hasPrefix($0) }
    }
  }

  func report(_ position: SourcePosition, _ message: String, fix: String) {
    problems.append(ConfigurationProblem(position: position, message: message, fix: fix))
  }

  func report(_ flaw: YAMLFlaw) {
    report(flaw.position, flaw.message, fix: flaw.fix)
  }

  /// A path as the file means it: relative to the file's own folder.
  func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : directory + path }

  /// Why a file cannot be read, or nil where it can, or where files are not looked at.
  func unreadable(_ path: String) -> String? {
    guard case .required = files else { return nil }
    do throws(FileBytes.Flaw) {
      _ = try FileBytes.read(path, limit: 64 << 20)
      return nil
    } catch {
      return error.reason
    }
  }

  /// The value that a variable gives the setting at `path`: YAML for a list or mapping, else text as it is.
  func override(_ path: [String]) -> YAMLNode? {
    let name = Self.variable(path)
    asked.insert(name)
    guard let text = variables[name] else { return nil }
    used[name] = text
    sources.append(name)
    let offset = sources.count * Self.linesPerSource
    guard text.hasPrefix("{") || text.hasPrefix("[") else {
      return YAMLNode(content: .text(text), position: SourcePosition(line: offset + 1, column: 1))
    }
    do {
      let document = try YAMLDocument(Array(text.utf8), lineOffset: offset)
      document.duplicates.forEach(report)
      return document.root
    } catch {
      report(error)
      return nil
    }
  }

  /// Whether a variable sets something below `path`.
  func hasOverride(below path: [String]) -> Bool {
    let start = Self.variable(path) + "_"
    return variables.keys.contains { $0.hasPrefix(start) }
  }

  /// Reports variables that no setting asked for.
  func finish() {
    for name in variables.keys.sorted() where !asked.contains(name) {
      sources.append(name)
      report(
        SourcePosition(line: sources.count * Self.linesPerSource + 1, column: 1),
        "there is no such setting" + NearestName.hint(name, in: asked.sorted()),
        fix: "unset it, or name a setting: COUNTERSIGN_ and its keys in capitals, joined by _")
    }
  }

  /// All problems in words, in the order of the file, then of the variables.
  func lines() -> [ConfigurationProblems.Line] {
    let ordered = problems.enumerated().sorted {
      let (a, b) = ($0.element.position, $1.element.position)
      return (a.line, a.column, $0.offset) < (b.line, b.column, $1.offset)
    }
    return ordered.map { _, problem in
      ConfigurationProblems.Line(place: place(problem.position), message: problem.message, fix: problem.fix)
    }
  }

  private func place(_ position: SourcePosition) -> String {
    let source = position.line / Self.linesPerSource
    return source == 0 ? "\(path):\(position.line):\(position.column)" : sources[source - 1]
  }

  private static func variable(_ path: [String]) -> String {
    prefix
      + path.map { key in
        String(key.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
      }.joined(separator: "_")
  }
}
