import Testing

@testable import countersign

@Suite("Arguments")
struct ArgumentTests {
  private static let command = Command(
    "users add", "adds a user",
    operands: [Operand("NAME", "the user"), Operand("REST", "more", .optional)],
    options: [
      .flag("force", "even so"), .value("mail", "ADDRESS", "where to"), .list("group", "NAME", "a group"), .output,
      .config,
    ]
  ) { _ in .done }

  private static func parse(_ words: String..., environment: [String: String] = [:]) throws -> Invocation {
    var parser = ArgumentParser(command, environment: environment)
    let arguments = try parser.parse(words[...])
    return Invocation(command: command, arguments: arguments, environment: environment)
  }

  @Test("Options stand before, behind and between operands, in every spelling")
  func spellings() throws {
    let call = try Self.parse("--group=a", "ana", "--mail", "a@b", "-ojson", "--group", "b=c", "--force", "more")
    #expect(call.list("group") == ["a", "b=c"])
    #expect(call.text("mail") == "a@b")
    #expect(call.output == .json)
    #expect(call.flag("force"))
    #expect(call.operand("NAME") == "ana" && call.optionalOperand("REST") == "more")
  }

  @Test("After -- everything is an operand")
  func doubleDash() throws {
    let call = try Self.parse("--", "--force")
    #expect(call.operand("NAME") == "--force" && !call.flag("force"))
  }

  @Test("The option beats its variable, the variable the default")
  func precedence() throws {
    let environment = ["COUNTERSIGN_CONFIG": "env.yaml"]
    #expect(try Self.parse("ana").configurationPath == "countersign.yaml")
    #expect(try Self.parse("ana", environment: environment).configurationPath == "env.yaml")
    #expect(try Self.parse("ana", "--config", "x", environment: environment).configurationPath == "x")
  }

  @Test(
    "Wrong usage is wrong usage",
    arguments: [
      ["--forse", "ana"], ["--mail"], ["ana", "--mail", "a", "--mail", "b"], [], ["a", "b", "c"], ["ana", "-o", "xml"],
      ["ana", "--force=yes"], ["ana", "-x"],
    ])
  func mistakes(words: [String]) {
    var parser = ArgumentParser(Self.command, environment: [:])
    #expect { try parser.parse(words[...]) } throws: { ($0 as? CommandFailure)?.exit == .usage }
  }

  @Test(
    "Slips of the finger find what was meant",
    arguments: [
      ("polcy check", "policy check"), ("usres add", "users add"), ("config_validate", "config-validate"),
    ])
  func nearest(given: String, meant: String) {
    let names = ["policy check", "users add", "users list", "config-validate", "audit verify"]
    #expect(NearestName.of(given, in: names) == meant)
  }

  @Test("What is far from everything is not guessed at")
  func notNearest() {
    #expect(NearestName.of("frobnicate", in: ["users", "keys"]) == nil)
    #expect(NearestName.of("", in: ["users"]) == nil)
    #expect(NearestName.of("x", in: []) == nil)
  }

  @Test("Every command's own words lead to it, and its help names every option")
  func commandsAreFound() {
    let program = Program(CommandList.all, environment: [:])
    var seen: Set<String> = []
    for command in CommandList.all {
      #expect(seen.insert(command.name).inserted, "\(command.name) is there twice")
      #expect(program.find(command.words + ["--help"])?.name == command.name)
      #expect(!command.summary.hasSuffix("."), "\(command.name)")
      #expect(command.examples.allSatisfy { $0.line.contains("countersign \(command.words[0])") }, "\(command.name)")
      let page = HelpPage.command(command)
      #expect(command.options.allSatisfy { page.contains("--" + $0.name) })
    }
  }

  @Test("Help fits a terminal of 120 columns")
  func helpIsNarrow() {
    for command in CommandList.all {
      for line in HelpPage.command(command).split(separator: "\n") {
        #expect(line.count <= 120, "\(command.name): \(line)")
      }
    }
  }
}
