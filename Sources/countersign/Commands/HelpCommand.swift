extension Command {
  /// `countersign help [COMMAND…]`.
  static let help = Command(
    "help", "explains a command, or lists them all",
    operands: [
      Operand("COMMAND", "one command or group, as typed", .optional), Operand("WORD", "its second word", .optional),
    ],
    examples: [Example("countersign help policy check", "the options of policy check, and examples")]
  ) { invocation in
    let words = [invocation.optionalOperand("COMMAND"), invocation.optionalOperand("WORD")].compactMap { $0 }
    let commands = CommandList.all
    if words.isEmpty {
      invocation.console.line(HelpPage.overview(commands))
    } else if let command = commands.first(where: { $0.words == words }) {
      invocation.console.line(HelpPage.command(command))
    } else if words.count == 1, commands.contains(where: { $0.words.first == words[0] }) {
      invocation.console.line(HelpPage.group(words[0], commands))
    } else {
      let name = words.joined(separator: " ")
      let hint = NearestName.hint(name, in: commands.map(\.name))
      throw CommandFailure.usage("unknown command '\(name)'\(hint)", fix: "'countersign help' lists the commands")
    }
    return .done
  }
}
