/// A named value or switch of a command: `--name VALUE`, `--name=VALUE`, `-o VALUE` or a bare `--name`.
struct CommandOption: Sendable {
  enum Kind: Sendable {
    /// Present or absent.
    case flag
    /// One value; given twice is wrong usage.
    case value(placeholder: String)
    /// One value each time it is given, any number of times.
    case list(placeholder: String)
    /// One of the words named.
    case choice([String])
  }

  /// Without the dashes.
  let name: String
  var letter: Character?
  let kind: Kind
  let summary: String
  /// The environment variable that stands in when the option is absent.
  var environment: String?
  /// What counts when neither the option nor its environment variable is there.
  var fallback: String?
  var isRequired = false

  static func flag(_ name: String, _ summary: String) -> CommandOption {
    CommandOption(name: name, kind: .flag, summary: summary)
  }

  static func value(_ name: String, _ placeholder: String, _ summary: String, default fallback: String? = nil)
    -> CommandOption
  {
    CommandOption(name: name, kind: .value(placeholder: placeholder), summary: summary, fallback: fallback)
  }

  /// A value without which the command cannot run.
  static func required(_ name: String, _ placeholder: String, _ summary: String) -> CommandOption {
    CommandOption(name: name, kind: .value(placeholder: placeholder), summary: summary, isRequired: true)
  }

  static func list(_ name: String, _ placeholder: String, _ summary: String) -> CommandOption {
    CommandOption(name: name, kind: .list(placeholder: placeholder), summary: summary)
  }

  static func choice(_ name: String, _ words: [String], _ summary: String, default fallback: String? = nil)
    -> CommandOption
  {
    CommandOption(name: name, kind: .choice(words), summary: summary, fallback: fallback)
  }

  /// `--config PATH`: for every command that reads the configuration; see ``Invocation/configurationPath``.
  static let config = CommandOption(
    name: "config", kind: .value(placeholder: "PATH"), summary: "the configuration file",
    environment: "COUNTERSIGN_CONFIG", fallback: "countersign.yaml")

  /// `-o table|json`: for every command that prints a listing or a record; see ``Invocation/output``.
  static let output = CommandOption(
    name: "output", letter: "o", kind: .choice(["table", "json"]), summary: "how to print the result",
    fallback: "table")

  /// `--config PATH` as help and error messages write it.
  var usage: String {
    let dashes = (letter.map { "-\($0), " } ?? "") + "--\(name)"
    return placeholder.map { "\(dashes) \($0)" } ?? dashes
  }

  var placeholder: String? {
    switch kind {
    case .flag: nil
    case .value(let placeholder), .list(let placeholder): placeholder
    case .choice(let words): words.joined(separator: "|")
    }
  }
}
