/// What became of a credential.
public enum AuthenticationOutcome: Sendable {
  /// Verified.
  case principal(Principal)
  /// Refused; nothing is known about the caller.
  case refused(AuthenticationFailure)
  /// The issuer with this index must be asked for its keys first: await `refreshKeys`, then authenticate once more.
  case awaitingKeys(issuer: Int)
}
