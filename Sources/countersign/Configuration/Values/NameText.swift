/// Names that operators give to upstreams, routes and roles: they stand in logs, metrics and patterns.
enum NameText {
  /// What a name is, for messages.
  static let form = "a name of at most 64 letters, digits, dots, dashes and underscores"

  static func isValid(_ name: String) -> Bool {
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-".utf8)
    return (1...64).contains(name.utf8.count) && name.utf8.allSatisfy(allowed.contains)
  }
}
