/// A value a command takes by position, such as the NAME of `users add NAME`.
struct Operand: Sendable {
  enum Count: Sendable { case one, optional, oneOrMore }

  /// How help writes it, in capitals; the command asks for it by this name.
  let name: String
  let summary: String
  let count: Count

  init(_ name: String, _ summary: String, _ count: Count = .one) {
    self.name = name
    self.summary = summary
    self.count = count
  }

  /// `NAME`, `[NAME]` or `NAME…` as a usage line shows it.
  var usage: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .oneOrMore: "\(name)…"
    }
  }
}
