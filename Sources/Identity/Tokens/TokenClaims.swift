/// The registered claims of a token (RFC 7519 section 4.1), typed; a claim of the wrong type refuses the token.
struct TokenClaims {
  let all: JSONObject
  let issuer: String
  let audiences: [String]
  let expires: Int64
  let notBefore: Int64?
  let issuedAt: Int64?
  let tokenID: String?
  let session: String?

  init(_ bytes: [UInt8]) throws(AuthenticationFailure) {
    guard let members = (try? JSONReader.read(bytes))?.object else { throw .malformedToken }
    all = members
    guard let issuer = members["iss"] else { throw .claimMissing("iss") }
    guard let expires = members["exp"] else { throw .claimMissing("exp") }
    guard let issuer = issuer.string, let expires = expires.seconds else { throw .malformedToken }
    self.issuer = issuer
    self.expires = expires
    audiences = try TokenClaims.strings(members["aud"])
    notBefore = try TokenClaims.seconds("nbf", in: members)
    issuedAt = try TokenClaims.seconds("iat", in: members)
    tokenID = try TokenClaims.identifier("jti", in: members)
    session = try TokenClaims.identifier("sid", in: members)
  }

  /// How the person authenticated, as the issuer states it.
  func assurance() throws(AuthenticationFailure) -> Assurance {
    Assurance(
      methods: try TokenClaims.strings(all["amr"]), contextClass: try TokenClaims.identifier("acr", in: all),
      authenticatedAt: try TokenClaims.seconds("auth_time", in: all))
  }

  /// The e-mail address, only where the issuer says that it was verified.
  var verifiedEmail: String? {
    let isVerified = all["email_verified"] == .bool(true) || all["email_verified"]?.string == "true"
    guard isVerified, let email = all["email"]?.string, email.utf8.count <= IdentityLimits.identifierLength,
      !PrintableText.hasControl(email)
    else { return nil }
    return email
  }

  /// Whether this is an ID token (OpenID Connect Core section 2): it carries a claim that only those carry.
  ///
  /// Some issuers put `nonce` into access tokens too; those say so by their type.
  func isIdentityToken(headerType: String?) -> Bool {
    if all["at_hash"] != nil || all["c_hash"] != nil || all["s_hash"] != nil { return true }
    let payloadType = all["typ"]?.string
    if payloadType == "ID" || all["token_use"]?.string == "id" { return true }
    return all["nonce"] != nil && headerType != "at+jwt" && payloadType != "Bearer"
  }

  /// An array of strings, or one string as an array of one; empty where the claim is absent.
  static func strings(_ value: JSONValue?) throws(AuthenticationFailure) -> [String] {
    guard let value else { return [] }
    let strings = value.string.map { [$0] } ?? value.strings
    guard let strings, strings.count <= IdentityLimits.listedStrings else { throw .malformedToken }
    return strings
  }

  private static func seconds(_ name: String, in members: JSONObject) throws(AuthenticationFailure) -> Int64? {
    guard let value = members[name] else { return nil }
    guard let seconds = value.seconds else { throw .malformedToken }
    return seconds
  }

  private static func identifier(_ name: String, in members: JSONObject) throws(AuthenticationFailure) -> String? {
    guard let value = members[name] else { return nil }
    guard let text = value.string, text.utf8.count <= IdentityLimits.identifierLength,
      !PrintableText.hasControl(text)
    else { throw .malformedToken }
    return text
  }
}
