/// Something of an issuer that is refused although its signature is good, until a time.
public struct DenylistEntry: Sendable, Hashable {
  /// What an entry names.
  public enum Kind: String, Sendable, CaseIterable {
    /// A subject: everything of that person or service.
    case subject
    /// A session (`sid`).
    case session
    /// One token (`jti`).
    case token
  }

  /// What `value` is.
  public let kind: Kind
  /// The issuer's short name in the configuration.
  public let issuer: String
  /// The subject, session id or token id; compared as bytes.
  public let value: String

  public init(kind: Kind, issuer: String, value: String) {
    self.kind = kind
    self.issuer = issuer
    self.value = value
  }
}
