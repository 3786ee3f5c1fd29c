/// One person or service whose credential was verified, and what the credential says.
///
/// Made only by `Authenticator`; immutable and shared by reference.
public final class Principal: Sendable {
  /// `issuer:subject` in UTF-8, the name in policy, audit and limits; compare it as bytes.
  public let name: [UInt8]
  /// The issuer's short name in the configuration.
  public let issuer: String
  /// The issuer's name for the person or service.
  public let subject: String
  public let kind: PrincipalKind
  /// Issuer-scoped groups, `corp:eng`.
  public let groups: [String]
  public let email: String?
  public let credential: CredentialReference
  public let assurance: Assurance
  /// The credential is valid from this Unix second.
  public let notBefore: Int64
  /// The credential is no longer valid at this Unix second; `Int64.max` for a key that does not expire.
  public let expires: Int64
  /// How an API key narrows its owner's rights; nil for no narrowing.
  public let grant: KeyGrant?
  /// The `Authenticator.generation` this was verified under, read before the check began.
  public let generation: UInt64

  init(
    identifier: PrincipalIdentifier, kind: PrincipalKind, groups: [String], email: String?,
    credential: CredentialReference, assurance: Assurance, validity: Range<Int64>, grant: KeyGrant?,
    generation: UInt64
  ) {
    name = identifier.name
    issuer = identifier.issuer
    subject = identifier.subject
    self.kind = kind
    self.groups = groups
    self.email = email
    self.credential = credential
    self.assurance = assurance
    notBefore = validity.lowerBound
    expires = validity.upperBound
    self.grant = grant
    self.generation = generation
  }
}
