/// Who calls, as verified: names, groups, the key's scope, and what was proved when.
public struct Caller: Sendable {
  /// Issuer-scoped, `local:ana`.
  public var name: [UInt8]
  /// Issuer-scoped, `corp:eng`.
  public var groups: [String]
  /// An API key's own scopes, which only narrow; nil for other credentials and for keys without scopes.
  public var scope: KeyScope?
  /// Authentication methods of RFC 8176, such as `pwd` and `otp`; empty for an API key.
  public var methods: [String]
  /// The authentication context class, such as `phr`.
  public var contextClass: String?
  /// When the person proved who they are, Unix seconds; nil for an API key.
  public var authenticatedAt: Int64?
  /// When the credential ends, Unix seconds.
  public var expires: Int64

  public init(
    name: [UInt8], groups: [String] = [], scope: KeyScope? = nil, methods: [String] = [], contextClass: String? = nil,
    authenticatedAt: Int64? = nil, expires: Int64 = .max
  ) {
    self.name = name
    self.groups = groups
    self.scope = scope
    self.methods = methods
    self.contextClass = contextClass
    self.authenticatedAt = authenticatedAt
    self.expires = expires
  }
}
