/// Every command of the program, in the order help shows them.
enum CommandList {
  static let all: [Command] = [
    .initialize,
    .serve,
    .configValidate,
    .usersList,
    .usersAdd,
    .usersDisable,
    .usersEnable,
    .usersGroups,
    .keysList,
    .keysAdd,
    .keysRevoke,
    .denylistList,
    .denylistAdd,
    .denylistRemove,
    .secretsList,
    .secretsRotate,
    .secretsRetire,
    .secretsBackup,
    .secretsRestore,
    .policyCheck,
    .auditTail,
    .auditVerify,
    .auditProve,
    .auditErase,
    .auditKey,
    .health,
    .version,
    .help,
  ]

  /// What the first word of a two-word command stands for, in the overview.
  static let groups: [(name: String, summary: String)] = [
    ("config", "the configuration file"),
    ("policy", "who may do what"),
    ("users", "people and services with an account here"),
    ("keys", "API keys"),
    ("denylist", "subjects, sessions and tokens that are refused"),
    ("secrets", "the root secret all other keys derive from"),
    ("audit", "the audit log"),
  ]
}
