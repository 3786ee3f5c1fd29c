/// Holds a token's claims against its issuer's settings; cheap, so it comes before the signature.
struct ClaimsCheck {
  let settings: JWTIssuerSettings
  let header: TokenHeader
  let claims: TokenClaims

  /// Everything but the signature, the store and the denylist; the validity is what remains, in Unix seconds.
  func validity(now: Int64) throws(AuthenticationFailure) -> Range<Int64> {
    guard settings.algorithms.contains(header.algorithm) else { throw .algorithmRefused }
    try checkType()
    try checkAudience()
    for required in settings.requiredClaims where !required.isSatisfied(by: claims.all) {
      throw .claimMissing(required.path.joined(separator: "."))
    }
    return try checkTimes(now: now)
  }

  private func checkType() throws(AuthenticationFailure) {
    if !settings.tokenTypes.isEmpty {
      guard let type = header.type, isAccepted(type) else {
        throw .tokenTypeRefused
      }
    }
    if settings.refusesIdentityTokens, claims.isIdentityToken(headerType: header.type) { throw .identityTokenRefused }
  }

  private func isAccepted(_ type: String) -> Bool {
    settings.tokenTypes.contains { TokenHeader.mediaType($0).hasSameBytes(as: type) }
  }

  private func checkAudience() throws(AuthenticationFailure) {
    let isForUs = claims.audiences.contains { audience in
      settings.audiences.contains { $0.hasSameBytes(as: audience) }
    }
    guard isForUs else { throw .audienceWrong }
  }

  private func checkTimes(now: Int64) throws(AuthenticationFailure) -> Range<Int64> {
    let skew = settings.clockSkew
    // NumericDates are below 2⁵³ and settings are bounded, so none of these sums can overflow.
    var end = claims.expires + skew
    guard now < end else { throw .tokenExpired }
    let start = max(claims.notBefore ?? 0, claims.issuedAt ?? 0) - skew
    guard now >= start else { throw .tokenNotYetValid }
    if let maximumAge = settings.maximumAge {
      guard let issuedAt = claims.issuedAt else { throw .claimMissing("iat") }
      end = min(end, issuedAt + maximumAge + skew)
      guard now < end else { throw .tokenTooOld }
    }
    guard start < end else { throw .malformedToken }
    return start..<end
  }

  /// The subject, scoped by the issuer's short name.
  func subject() throws(AuthenticationFailure) -> PrincipalIdentifier {
    guard let subject = claims.all[settings.subjectClaim]?.string else { throw .claimMissing(settings.subjectClaim) }
    guard let identifier = PrincipalIdentifier(issuer: settings.name, subject: subject) else { throw .malformedToken }
    return identifier
  }

  /// The groups, scoped by the issuer's short name; one that cannot be shown safely refuses the token.
  func groups() throws(AuthenticationFailure) -> [String] {
    guard let value = claims.all.value(at: settings.groupsClaim) else { return [] }
    guard let names = value.string.map({ [$0] }) ?? value.strings, names.count <= IdentityLimits.groups else {
      throw .claimMissing(settings.groupsClaim.joined(separator: "."))
    }
    for name in names {
      guard !name.isEmpty, name.utf8.count <= IdentityLimits.identifierLength, !PrintableText.hasControl(name) else {
        throw .claimMissing(settings.groupsClaim.joined(separator: "."))
      }
    }
    return names.map { "\(settings.name):\($0)" }
  }
}
