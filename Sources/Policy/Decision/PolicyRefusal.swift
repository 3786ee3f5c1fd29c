/// Why a call was refused, as data; ``CompiledPolicy/reason(for:)`` puts it into words when someone reads it.
public struct PolicyRefusal: Sendable, Equatable, Error {
  /// What the call lacks, with the value a reader needs.
  public enum Kind: Sendable, Equatable {
    /// No role has the caller as a member.
    case noRole
    /// The API key's own scopes leave this out.
    case keyScope
    case modelNotAllowed
    case routeNotAllowed
    case actionNotAllowed
    /// The model is granted for calls that ask for a role's tools, and this one asks for none.
    case toolsOnly
    /// The tool with this index in ``Facts``.
    case toolNotAllowed(Int)
    /// The guarded request field with this bit.
    case fieldNotAllowed(Int)
    case outsideHours
    case outsideNetwork
    /// The call's token limit is absent or above this many tokens.
    case tokenLimit(Int64)
    /// The roles whose demands are not met; ``CompiledPolicy/requirement(of:)`` says what they ask for together.
    case insufficientAuthentication(RoleSet)
  }

  /// What the call lacks.
  public let kind: Kind
  /// The role that came closest to granting the call, an index into ``CompiledPolicy/roleNames``.
  public let role: Int?
  /// What was asked for.
  public let action: Action
  /// What it was asked of.
  public let target: Facts.Target

  /// Whether better proof of who is calling could turn the refusal around (401 rather than 403).
  public var isCurable: Bool {
    if case .insufficientAuthentication = kind { true } else { false }
  }

  /// A short fixed word for logs and error bodies: `model_not_allowed`.
  public var code: StaticString {
    switch kind {
    case .noRole: "no_role"
    case .keyScope: "key_scope"
    case .modelNotAllowed: "model_not_allowed"
    case .routeNotAllowed: "route_not_allowed"
    case .actionNotAllowed: "action_not_allowed"
    case .toolsOnly: "tools_only"
    case .toolNotAllowed: "tool_not_allowed"
    case .fieldNotAllowed: "field_not_allowed"
    case .outsideHours: "outside_hours"
    case .outsideNetwork: "outside_network"
    case .tokenLimit: "token_limit"
    case .insufficientAuthentication: "insufficient_authentication"
    }
  }
}
