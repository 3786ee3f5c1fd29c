/// Everything that is wrong with a configuration, in the order it was written.
struct ConfigurationProblems: Error, Sendable {
  /// One problem in words: `countersign.yaml:3:9: …` or `COUNTERSIGN_LISTEN: …`, and what to do.
  struct Line: Sendable, Equatable {
    let place: String
    let message: String
    let fix: String
  }

  let path: String
  let lines: [Line]

  /// `countersign.yaml has 2 errors`
  var summary: String {
    "\(PrintableText.line(path)) has \(lines.count) error\(lines.count == 1 ? "" : "s")"
  }

  /// Two lines for each problem, for a person.
  var text: String {
    lines.map { "\($0.place): \($0.message)\n  \($0.fix)" }.joined(separator: "\n")
  }
}
