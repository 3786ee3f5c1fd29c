/// How well the credential proves the person: methods, class and time, as the issuer states them.
public struct Assurance: Sendable, Equatable {
  /// Authentication method references (RFC 8176): `pwd`, `otp`, `hwk`, …
  public let methods: [String]
  /// The authentication context class (`acr`).
  public let contextClass: String?
  /// When the person authenticated (`auth_time`), in Unix seconds.
  public let authenticatedAt: Int64?

  /// Nothing stated, as with an API key.
  public static let none = Assurance(methods: [], contextClass: nil, authenticatedAt: nil)

  public init(methods: [String], contextClass: String?, authenticatedAt: Int64?) {
    self.methods = methods
    self.contextClass = contextClass
    self.authenticatedAt = authenticatedAt
  }
}
