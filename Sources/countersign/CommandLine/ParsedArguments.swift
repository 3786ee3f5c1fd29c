/// The values given to a command, checked against what it declared.
struct ParsedArguments: Sendable {
  /// By option name; a flag that is set has one empty value.
  let values: [String: [String]]
  /// By operand name.
  let operands: [String: [String]]
}
