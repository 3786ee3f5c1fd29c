/// Help as text: the overview of all commands, of one group, and the page of one command.
enum HelpPage {
  static func overview(_ commands: [Command]) -> String {
    let width = commands.map(\.name.count).max() ?? 0
    let lines = commands.map { "  " + padded($0.name, width) + "  " + $0.summary }
    return """
      countersign: an identity-aware gateway for self-hosted language models

      usage: countersign COMMAND [options]

      commands:
      \(lines.joined(separator: "\n"))

      'countersign help COMMAND' or 'countersign COMMAND --help' explains one, with examples.
      Every listing takes '-o json'. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.
      """
  }

  static func group(_ name: String, _ commands: [Command]) -> String {
    let members = commands.filter { $0.words.first == name }
    let width = members.map(\.name.count).max() ?? 0
    let summary = CommandList.groups.first { $0.name == name }?.summary
    let lines = members.map { "  countersign " + padded($0.name, width) + "  " + $0.summary }
    return ([name + (summary.map { ": \($0)" } ?? ""), ""] + lines).joined(separator: "\n")
  }

  static func command(_ command: Command) -> String {
    var sections = ["\(command.name): \(command.summary)", "usage: \(command.usage)"]
    sections += paragraphs(of: command.about)
    sections.append(rows(of: command).joined(separator: "\n"))
    if !command.examples.isEmpty {
      let lines = command.examples.map { "  \($0.line)\n      \($0.meaning)" }
      sections.append("examples:\n" + lines.joined(separator: "\n"))
    }
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// Paragraphs, filled anew; one with an indented line stays as it was written.
  private static func paragraphs(of text: String) -> [String] {
    text.split(separator: "\n\n").map { paragraph in
      let lines = paragraph.split(separator: "\n")
      return lines.contains { $0.hasPrefix(" ") } ? String(paragraph) : wrapped(lines.joined(separator: " "), indent: 0)
    }
  }

  private static func rows(of command: Command) -> [String] {
    let operands = command.operands.map { ($0.name, $0.summary) }
    let options = command.options.map { ($0.usage, explained($0)) } + [("-h, --help", "this page")]
    let width = (operands + options).map(\.0.count).max() ?? 0
    return (operands + options).map { name, meaning in
      let column = min(width, 34) + 4
      let rest = String(wrapped(String(repeating: "x", count: column) + meaning, indent: column).dropFirst(column))
      return padded("  " + name, column - 2) + "  " + rest
    }
  }

  private static func explained(_ option: CommandOption) -> String {
    var notes: [String] = []
    if case .list = option.kind { notes.append("may be given more than once") }
    if option.isRequired { notes.append("required") }
    if let fallback = option.fallback { notes.append("default \(fallback)") }
    if let environment = option.environment { notes.append("or \(environment)") }
    return option.summary + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
  }

  /// Breaks a line between words before it grows beyond 100 columns; what follows is indented.
  private static func wrapped(_ text: String, indent: Int) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > 100 {
        lines.append(line)
        line = String(repeating: " ", count: indent) + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return (lines + [line]).joined(separator: "\n")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
