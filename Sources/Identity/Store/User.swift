/// A person or service this gateway knows: an account of its own, or a record about somebody else's.
public struct User: Sendable, Equatable {
  /// Who it is; unique in the store.
  public let identifier: PrincipalIdentifier
  /// Whether it is a human being or a program.
  public let kind: PrincipalKind
  /// For display and for headers to upstreams; never compared.
  public let email: String?
  /// Group names without the issuer (`eng`); they belong to the user's own issuer.
  public let groups: [String]
  /// A disabled user's keys and tokens are refused.
  public let isDisabled: Bool
  /// In Unix seconds.
  public let createdAt: Int64

  public init(
    identifier: PrincipalIdentifier, kind: PrincipalKind, email: String?, groups: [String], isDisabled: Bool,
    createdAt: Int64
  ) {
    self.identifier = identifier
    self.kind = kind
    self.email = email
    self.groups = groups
    self.isDisabled = isDisabled
    self.createdAt = createdAt
  }
}
