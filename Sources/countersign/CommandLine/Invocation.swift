/// One call of a command: its values, the environment, and where to print.
///
/// Asking for an option or operand that the command did not declare is a mistake in the program and traps.
struct Invocation: Sendable {
  let command: Command
  let arguments: ParsedArguments
  /// The process's environment.
  let environment: [String: String]
  let console = Console()

  /// The value of an option, its environment variable or its default; nil where there is none.
  func text(_ option: String) -> String? { values(option).first }

  /// The value of a required option or one with a default.
  func requiredText(_ option: String) -> String {
    guard let value = text(option) else { preconditionFailure("--\(option) has neither value nor default") }
    return value
  }

  /// Every value of an option that may be given more than once, in order.
  func list(_ option: String) -> [String] { values(option) }

  func flag(_ option: String) -> Bool { !values(option).isEmpty }

  /// A whole number within `range`; wrong usage otherwise.
  func integer(_ option: String, in range: ClosedRange<Int>) throws(CommandFailure) -> Int? {
    guard let text = text(option) else { return nil }
    guard let value = DecimalText.parse(text), range.contains(value) else {
      throw .usage("--\(option) is a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
    }
    return value
  }

  /// Seconds from a duration such as `90s`, `15m`, `12h` or `30d`; wrong usage otherwise.
  func duration(_ option: String) throws(CommandFailure) -> Int64? {
    guard let text = text(option) else { return nil }
    guard let nanoseconds = DurationText.nanoseconds(text) else {
      throw .usage("--\(option) is a duration such as 90s, 15m, 12h or 30d, not '\(text)'")
    }
    return Int64(nanoseconds / 1_000_000_000)
  }

  /// Unix seconds from an RFC 3339 time such as `2025-03-01T08:00:00Z`; wrong usage otherwise.
  func time(_ option: String) throws(CommandFailure) -> Int64? {
    guard let text = text(option) else { return nil }
    guard let seconds = Timestamp.parse(text) else {
      throw .usage("--\(option) is a time such as 2025-03-01T08:00:00Z, not '\(text)'")
    }
    return seconds
  }

  /// The operand's value; nil for an optional one that is absent.
  func optionalOperand(_ name: String) -> String? { operands(name).first }

  /// The value of an operand that is not optional.
  func operand(_ name: String) -> String {
    guard let value = optionalOperand(name) else { preconditionFailure("operand \(name) is optional") }
    return value
  }

  /// Every value of an operand that may repeat.
  func operands(_ name: String) -> [String] {
    guard let values = arguments.operands[name] else {
      preconditionFailure("'\(command.name)' declares no operand \(name)")
    }
    return values
  }

  /// `--config`, then `COUNTERSIGN_CONFIG`, then `countersign.yaml`.
  var configurationPath: String { requiredText("config") }

  /// `-o`; a table where the command does not declare it.
  var output: OutputFormat {
    guard command.options.contains(where: { $0.name == "output" }) else { return .table }
    return OutputFormat(rawValue: requiredText("output")) ?? .table
  }

  /// Prints a listing in the format asked for.
  func show(_ table: Table) { console.line(table.text(as: output)) }

  /// Prints one record in the format asked for.
  func show(_ record: Record) { console.line(record.text(as: output)) }

  private func values(_ option: String) -> [String] {
    precondition(
      command.options.contains { $0.name == option }, "'\(command.name)' declares no option --\(option)")
    return arguments.values[option] ?? []
  }
}
