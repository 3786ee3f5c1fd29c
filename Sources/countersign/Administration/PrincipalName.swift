import Identity

/// Names of people and services as commands take them.
enum PrincipalName {
  /// Reads `ana` (an account of this gateway, `local:ana`) or `issuer:subject`.
  static func parse(_ text: String) throws(CommandFailure) -> PrincipalIdentifier {
    let full = text.contains(":") ? text : "local:" + text
    guard let identifier = PrincipalIdentifier(full) else {
      throw .usage("'\(PrintableText.line(text))' names nobody", fix: "write NAME, or ISSUER:SUBJECT as in corp:8f3c")
    }
    return identifier
  }

  /// A group's name without its issuer, which is the user's own.
  static func group(_ text: String) throws(CommandFailure) -> String {
    let isGood = (1...255).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x2C }
    guard isGood, !text.contains(":") else {
      throw .usage("'\(PrintableText.line(text))' is not a group", fix: "write the name alone: eng, not local:eng")
    }
    return text
  }
}
