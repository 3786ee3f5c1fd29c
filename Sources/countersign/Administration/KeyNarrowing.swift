import Identity
import Policy

/// How `keys add` reads the limits of a new key.
enum KeyNarrowing {
  /// The actions a key can be limited to, for help and messages.
  static var actionNames: String { Action.allCases.map(\.name).joined(separator: ", ") }

  /// The grant of a key that was narrowed by these options; nil where there are none.
  static func grant(actions: [String], models: [String]) throws(CommandFailure) -> KeyGrant? {
    guard !actions.isEmpty || !models.isEmpty else { return nil }
    return KeyGrant(actions: try checked(actions, action), models: try checked(models, pattern))
  }

  /// A key's name: 1 to 100 characters that show.
  static func label(_ text: String) throws(CommandFailure) -> String {
    guard (1...100).contains(text.utf8.count), !text.unicodeScalars.contains(where: PrintableText.isControl) else {
      throw .usage("--name is 1 to 100 characters, none of them a control character")
    }
    return text
  }

  private static func checked(
    _ texts: [String], _ check: (String) throws(CommandFailure) -> Void
  ) throws(CommandFailure) -> [String]? {
    var words: [String] = []
    for text in texts {
      for word in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
        let word = String(decoding: word, as: UTF8.self)
        try check(word)
        words.append(word)
      }
    }
    return texts.isEmpty ? nil : words
  }

  private static func action(_ word: String) throws(CommandFailure) {
    guard Action(name: word) == nil else { return }
    let hint = NearestName.hint(word, in: Action.allCases.map(\.name))
    throw .usage("'\(PrintableText.line(word))' is not an action\(hint)", fix: "the actions are \(actionNames)")
  }

  private static func pattern(_ word: String) throws(CommandFailure) {
    guard Pattern(word) == nil else { return }
    throw .usage(
      "'\(PrintableText.line(word))' is not a pattern of model names", fix: "write a name, or part of one with *")
  }
}
