/// The exceptions to the rules, each with its reason. A list that grows is a rule that is wrong.
enum Exemptions {
  /// Functions that may exceed 70 lines: numerical kernels and tables.
  static let longFunctions: [String: String] = [:]

  /// Files that may exceed 500 lines: tables and numerical kernels.
  static let longFiles: [String: String] = [:]

  /// Files that may name the unfinished-work words and workplace paths: the rules about them.
  static let namesForbiddenWords: [String: String] = [
    "Tools/tidy/Rules/WordRules.swift": "states the rule",
    "Tests/TidyTests/WordRulesTests.swift": "tests the rule",
  ]

  /// Folders of the program that own a C library or a system interface and may therefore say `unsafe`.
  static let unsafeFolders: [String: String] = [
    "Sources/countersign/Configuration/": "owns libyaml",
    "Sources/countersign/CommandLine/": "asks the terminal: isatty, termios, signals",
    "Sources/countersign/Secrets/": "modes, links and fsync of secret files; a terminal without echo",
    "Sources/countersign/Serve/": "signals and descriptors of the process",
  ]
}
