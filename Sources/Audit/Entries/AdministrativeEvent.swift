/// Something that happened to the gateway itself and belongs on the record.
public struct AdministrativeEvent: Equatable, Sendable {
  /// What happened.
  public enum Action: String, Sendable, CaseIterable {
    case started, stopped, configured
    case userAdded = "user_added"
    case userDisabled = "user_disabled"
    case userEnabled = "user_enabled"
    case userRemoved = "user_removed"
    case keyAdded = "key_added"
    case keyRevoked = "key_revoked"
    case secretsRotated = "secrets_rotated"
    case secretsBackedUp = "secrets_backed_up"
    case secretsRestored = "secrets_restored"
    case denied, allowed
    case erased
    case retired
  }

  /// What happened.
  public var action: Action
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  /// Who did it, issuer-scoped, or empty where nobody is known; a commitment is written.
  public var actor: String
  /// Whom it concerns, issuer-scoped, or empty; a commitment is written.
  public var subject: String
  /// Further facts, none of them personal: a key's id, the configuration's digest.
  public var details: [String: String]

  public init(
    _ action: Action, time: Int64, actor: String = "", subject: String = "", details: [String: String] = [:]
  ) {
    self.action = action
    self.time = time
    self.actor = actor
    self.subject = subject
    self.details = details
  }
}
