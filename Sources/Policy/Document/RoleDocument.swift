/// One role as written: who is in it, what it grants, when and from where, and what it demands.
public struct RoleDocument: Sendable {
  /// Who is in a role.
  public enum Members: Sendable {
    /// Everyone who is identified at all.
    case everyone
    /// Issuer-scoped names and patterns, `local:ana`, `ci:*`; the issuer is always spelled out.
    case named(users: [Located<String>], groups: [Located<String>])
  }

  /// Each role has its own.
  public var name: Located<String>
  /// Who is in the role.
  public var members: Members
  /// Names and patterns of models.
  public var models: [Located<String>] = []
  /// nil where the role leaves actions out; a role of tools then grants calls that ask for one of them.
  public var actions: [Located<Action>]?
  /// Names and patterns of plain routes.
  public var routes: [Located<String>] = []
  /// Names and patterns of tools; nil where the role does not speak of tools.
  public var tools: [Located<String>]?
  /// When the role applies; empty for always.
  public var hours: [TimeWindow] = []
  /// From where the role applies; empty for anywhere.
  public var networks: [Network] = []
  public var requirement = Requirement()
  /// Guarded request fields a call under this role may carry.
  public var fields: [Located<String>] = []
  /// The most tokens a call may let a model write; a call that sets no limit is refused then.
  public var maximumTokens: Int64?

  public init(name: Located<String>, members: Members) {
    self.name = name
    self.members = members
  }
}
