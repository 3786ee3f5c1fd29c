/// Turns the words after a command's name into the values it declared, or says what is wrong with them.
struct ArgumentParser {
  let command: Command
  let environment: [String: String]
  private var values: [String: [String]] = [:]
  private var positional: [String] = []

  init(_ command: Command, environment: [String: String]) {
    self.command = command
    self.environment = environment
  }

  /// - Throws: ``CommandFailure`` with ``ExitCode/usage``.
  mutating func parse(_ arguments: ArraySlice<String>) throws(CommandFailure) -> ParsedArguments {
    var rest = arguments
    while let argument = rest.popFirst() {
      if argument == "--" {
        positional += rest
        break
      }
      if argument.hasPrefix("--") {
        try takeLong(argument.dropFirst(2), &rest)
      } else if argument.hasPrefix("-"), argument.utf8.count > 1 {
        try takeShort(argument.dropFirst(), &rest)
      } else {
        positional.append(argument)
      }
    }
    try fillAbsentOptions()
    return ParsedArguments(values: values, operands: try assignOperands())
  }

  private mutating func takeLong(_ text: Substring, _ rest: inout ArraySlice<String>) throws(CommandFailure) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = command.options.first(where: { $0.name == name }) else {
      let hint = NearestName.hint("--" + name, in: command.options.map { "--" + $0.name })
      throw .usage("unknown option --\(name)\(hint)")
    }
    try take(option, attached: parts.count == 2 ? String(parts[1]) : nil, &rest)
  }

  private mutating func takeShort(_ text: Substring, _ rest: inout ArraySlice<String>) throws(CommandFailure) {
    guard let letter = text.first, let option = command.options.first(where: { $0.letter == letter }) else {
      throw .usage("unknown option -\(text)")
    }
    var attached = text.dropFirst()
    if attached.hasPrefix("=") { attached = attached.dropFirst() }
    try take(option, attached: attached.isEmpty ? nil : String(attached), &rest)
  }

  private mutating func take(_ option: CommandOption, attached: String?, _ rest: inout ArraySlice<String>)
    throws(CommandFailure)
  {
    if case .flag = option.kind {
      guard attached == nil else { throw .usage("--\(option.name) takes no value") }
      values[option.name] = [""]
      return
    }
    guard let value = attached ?? rest.popFirst() else {
      throw .usage("--\(option.name) needs a value: \(option.usage)")
    }
    if case .list = option.kind {
      values[option.name, default: []].append(value)
      return
    }
    guard values[option.name] == nil else { throw .usage("--\(option.name) is given twice") }
    try check(option, value)
    values[option.name] = [value]
  }

  private func check(_ option: CommandOption, _ value: String) throws(CommandFailure) {
    guard case .choice(let words) = option.kind, !words.contains(value) else { return }
    throw .usage("--\(option.name) is \(words.joined(separator: " or ")), not '\(value)'")
  }

  private mutating func fillAbsentOptions() throws(CommandFailure) {
    for option in command.options where values[option.name] == nil {
      if let value = option.environment.flatMap({ environment[$0] }) ?? option.fallback {
        try check(option, value)
        values[option.name] = [value]
      } else if option.isRequired {
        throw .usage("\(option.usage) is missing: \(option.summary)")
      }
    }
  }

  private func assignOperands() throws(CommandFailure) -> [String: [String]] {
    var assigned: [String: [String]] = [:]
    var rest = positional[...]
    for operand in command.operands {
      if operand.count == .oneOrMore {
        assigned[operand.name] = Array(rest)
        rest = []
      } else {
        assigned[operand.name] = rest.popFirst().map { [$0] } ?? []
      }
      guard operand.count == .optional || assigned[operand.name] != [] else {
        throw .usage("\(operand.name) is missing: \(operand.summary)")
      }
    }
    if let surplus = rest.first { throw .usage("unexpected '\(surplus)'") }
    return assigned
  }
}
