/// One command of the program: its words, what it takes, what it does, and the help worth reading.
///
/// A new command is one file in `Commands/` with `extension Command { static let … }` and one line in
/// `CommandLine/CommandList.swift`.
struct Command: Sendable {
  /// A line a reader can paste, and what it does.
  struct Example: Sendable {
    let line: String
    let meaning: String

    init(_ line: String, _ meaning: String) {
      self.line = line
      self.meaning = meaning
    }
  }

  typealias Body = @Sendable (Invocation) async throws -> ExitCode

  /// As typed after the program's name: `config validate` is two words.
  let words: [String]
  /// One line without a full stop, for the overview.
  let summary: String
  /// Paragraphs for the command's own help page.
  let about: String
  let operands: [Operand]
  let options: [CommandOption]
  let examples: [Example]
  let run: Body

  /// - Parameter words: the command as typed, words apart by one space.
  /// - Parameter run: does the work; throws ``CommandFailure`` to say what went wrong and what to do.
  init(
    _ words: String, _ summary: String, about: String = "", operands: [Operand] = [], options: [CommandOption] = [],
    examples: [Example] = [], run: @escaping Body
  ) {
    self.words = words.split(separator: " ").map(String.init)
    self.summary = summary
    self.about = about
    self.operands = operands
    self.options = options
    self.examples = examples
    self.run = run
  }

  var name: String { words.joined(separator: " ") }

  /// `countersign users add NAME [options]`.
  var usage: String {
    let parts = ["countersign", name] + operands.map(\.usage) + (options.isEmpty ? [] : ["[options]"])
    return parts.joined(separator: " ")
  }
}
