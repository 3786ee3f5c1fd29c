/// Types have real names: no Manager, Helper, Utils, Common or Handler.
enum NameRules {
  static let forbidden: Set<String> = [
    "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Handler", "Handlers", "Misc",
  ]
  private static let declaring: Set<String> = ["struct", "class", "enum", "protocol", "actor", "typealias"]

  static func check(_ file: TextFile) -> [Finding] {
    var findings =
      word(in: file.name).map {
        [Finding(path: file.path, line: 0, message: "a file is not named \($0); say what it is")]
      } ?? []
    guard forbidden.contains(where: file.mentions) else { return findings }
    for (index, line) in file.codeLines.enumerated() {
      for name in declaredTypes(in: line) {
        guard let bad = word(in: name) else { continue }
        let message = "\(name): a type is not named \(bad); say what it is"
        findings.append(Finding(path: file.path, line: index + 1, message: message))
      }
    }
    return findings
  }

  private static func declaredTypes(in line: String) -> [String] {
    let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return zip(words, words.dropFirst()).compactMap { keyword, name in
      declaring.contains(String(keyword)) ? String(name) : nil
    }
  }

  /// The forbidden word among the capitalised words of `name`.
  static func word(in name: String) -> String? {
    var parts: [String] = []
    for character in name {
      if character.isUppercase || parts.isEmpty { parts.append("") }
      if character.isLetter { parts[parts.count - 1].append(character) } else { parts.append("") }
    }
    return parts.first { forbidden.contains($0) }
  }
}
