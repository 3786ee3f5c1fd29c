/// Who can prove to be somebody here.
struct IdentitySettings: Sendable {
  /// Whether the accounts and API keys of this gateway's own store count.
  var isLocalEnabled: Bool
  var jwt: [JWTIssuerSettings]
}
