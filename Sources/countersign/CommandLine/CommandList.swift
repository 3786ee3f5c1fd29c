/// Every command of the program, in the order help shows them.
enum CommandList {
  static let all: [Command] = [
    .configValidate,
    .policyCheck,
    .version,
    .help,
  ]

  /// What the first word of a two-word command stands for, in the overview.
  static let groups: [(name: String, summary: String)] = [
    ("config", "the configuration file"),
    ("policy", "who may do what"),
    ("users", "people and services with an account here"),
    ("keys", "API keys"),
    ("secrets", "the root secret all other keys derive from"),
    ("audit", "the audit log"),
  ]
}
