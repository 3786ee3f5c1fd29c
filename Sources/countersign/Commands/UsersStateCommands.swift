import Audit
import Identity
import Storage

extension Command {
  /// `countersign users disable`.
  static let usersDisable = Command(
    "users disable", "refuses everything of a person or service from the next request on",
    about: "Keys and tokens of a disabled user are refused until 'countersign users enable'. Nothing is deleted.",
    operands: [Operand("NAME", "ana, or ISSUER:SUBJECT")], options: [.config],
    examples: [Example("countersign users disable ana", "ana's next request is refused")]
  ) { invocation in
    try setDisabled(true, invocation)
  }

  /// `countersign users enable`.
  static let usersEnable = Command(
    "users enable", "lets a disabled person or service in again",
    operands: [Operand("NAME", "ana, or ISSUER:SUBJECT")], options: [.config],
    examples: [Example("countersign users enable ana", "ana's keys work again")]
  ) { invocation in
    try setDisabled(false, invocation)
  }

  private static func setDisabled(_ disabled: Bool, _ invocation: Invocation) throws -> ExitCode {
    let installation = try Installation(invocation)
    let identifier = try PrincipalName.parse(invocation.operand("NAME"))
    let store = try installation.store()
    try stored { () throws(StorageError) in try store.setDisabled(disabled, of: identifier) }
    invocation.console.line("\(identifier) is \(disabled ? "disabled" : "enabled")")
    try AdministrativeRecord.note(
      disabled ? .userDisabled : .userEnabled, subject: identifier.description, installation)
    return .done
  }
}
