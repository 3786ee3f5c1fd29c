/// Some fields of access-log lines, escaped once and copied into each line that has them.
///
/// What repeats from request to request is a caller, a model, a rule: made when they are first seen, used by reference.
public final class LogFields: Sendable {
  /// The fields, each with a comma in front.
  let bytes: [UInt8]

  private init(_ fields: [(key: StaticString, value: [UInt8], limit: Int)]) {
    var line = LineBuffer(capacity: AccessLog.lineLimit)
    for (key, value, limit) in fields { AccessLine.text(key, value.span, limit, &line) }
    bytes = line.bytes
  }

  /// Who called, scoped by issuer (`local:ana`), and with which credential: a key's id, never its secret.
  public convenience init(principal: [UInt8], credential: [UInt8]) {
    self.init([
      (",\"principal\":", principal, AccessLine.nameLimit), (",\"credential\":", credential, AccessLine.nameLimit),
    ])
  }

  /// What was asked: the endpoint or route, the model as the operator maps it, and `chat`, `embed`, `list`, ….
  public convenience init(endpoint: [UInt8], model: [UInt8], action: [UInt8]) {
    self.init([
      (",\"endpoint\":", endpoint, AccessLine.nameLimit), (",\"model\":", model, AccessLine.nameLimit),
      (",\"action\":", action, AccessLine.wordLimit),
    ])
  }

  /// `permit` or the reason of the refusal, and the policy rule that decided.
  public convenience init(decision: [UInt8], rule: [UInt8]) {
    self.init([(",\"decision\":", decision, AccessLine.wordLimit), (",\"rule\":", rule, AccessLine.nameLimit)])
  }
}
