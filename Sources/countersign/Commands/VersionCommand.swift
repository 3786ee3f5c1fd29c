extension Command {
  /// `countersign version`.
  static let version = Command(
    "version", "prints the version", options: [.output],
    examples: [Example("countersign version -o json", "the version for a program to read")]
  ) { invocation in
    switch invocation.output {
    case .table: invocation.console.line(Version.text)
    case .json: invocation.show(Record(["name": .string("countersign"), "version": .string(Version.number)]))
    }
    return .done
  }
}
