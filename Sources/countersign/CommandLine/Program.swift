/// From the words on the command line to a command, its work, and the exit code.
struct Program: Sendable {
  let commands: [Command]
  let environment: [String: String]
  private let console = Console()

  init(_ commands: [Command], environment: [String: String]) {
    self.commands = commands
    self.environment = environment
  }

  /// Runs the command that `arguments` (without the program's name) ask for.
  func run(_ arguments: [String]) async -> ExitCode {
    guard let first = arguments.first else {
      console.note(HelpPage.overview(commands))
      return .usage
    }
    if first == "--help" || first == "-h" { return show(HelpPage.overview(commands)) }
    if first == "--version" { return show(Version.text) }
    guard let command = find(arguments) else { return unknown(arguments) }
    let rest = arguments.dropFirst(command.words.count)
    if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      return show(HelpPage.command(command))
    }
    return await run(command, rest)
  }

  /// The command whose words begin `arguments`; the longest where several do.
  func find(_ arguments: [String]) -> Command? {
    commands.filter { arguments.starts(with: $0.words) }.max { $0.words.count < $1.words.count }
  }

  private func run(_ command: Command, _ rest: ArraySlice<String>) async -> ExitCode {
    do {
      var parser = ArgumentParser(command, environment: environment)
      let arguments = try parser.parse(rest)
      return try await command.run(Invocation(command: command, arguments: arguments, environment: environment))
    } catch let failure as CommandFailure {
      console.note("countersign: \(failure.message)")
      let advice = failure.exit == .usage ? "'countersign \(command.name) --help' explains it" : nil
      if let fix = failure.fix ?? advice { console.note("  \(fix)") }
      return failure.exit
    } catch {
      console.note("countersign: \(command.name) failed: \(error)")
      return .failed
    }
  }

  private func show(_ text: String) -> ExitCode {
    console.line(text)
    return .done
  }

  private func unknown(_ arguments: [String]) -> ExitCode {
    let words = Array(arguments.prefix { !$0.hasPrefix("-") }.prefix(2))
    guard let first = words.first else {
      console.note("countersign: '\(PrintableText.line(arguments[0]))' is not a command; options come after one")
      console.note("  'countersign help' lists the commands")
      return .usage
    }
    if commands.contains(where: { $0.words.first == first }) {
      if words.count == 1 {
        if arguments.dropFirst().first.map({ $0 == "--help" || $0 == "-h" }) == true {
          return show(HelpPage.group(first, commands))
        }
        console.note(HelpPage.group(first, commands))
        return .usage
      }
    }
    let given = words.joined(separator: " ")
    let names = commands.map(\.name)
    let nearest = NearestName.of(given, in: names) ?? NearestName.of(first, in: names + names.map(firstWord))
    console.note("countersign: unknown command '\(PrintableText.line(given))'")
    console.note(nearest.map { "  did you mean 'countersign \($0)'?" } ?? "  'countersign help' lists the commands")
    return .usage
  }

  private func firstWord(_ name: String) -> String { String(name.prefix { $0 != " " }) }
}
