/// Which credential proved the principal, by its public identifiers; never the credential itself.
public enum CredentialReference: Sendable, Equatable {
  /// An API key of our own, by its id.
  case apiKey(id: String)
  /// A token of an issuer, with its `jti` and its `sid` where it has them.
  case jwt(issuer: String, id: String?, session: String?)
}
