import Cryptography

/// Turns a JWT into a principal, or says why not; every error on the way is a refusal.
struct TokenCheck: Sendable {
  /// A verified principal, or the wish to read the issuer's keys first.
  enum Outcome {
    case principal(Principal)
    case awaitingKeys(issuer: Int)
  }

  let store: any IdentityStore
  let issuers: [(settings: JWTIssuerSettings, keys: IssuerKeys)]

  func check(_ credential: Span<UInt8>, now: Int64, generation: UInt64) throws(AuthenticationFailure) -> Outcome {
    let token = try CompactToken(credential)
    let claims = try TokenClaims(token.payload)
    guard let index = issuers.firstIndex(where: { $0.settings.issuer.hasSameBytes(as: claims.issuer) }) else {
      throw .untrustedIssuer
    }
    let (settings, keys) = issuers[index]
    let check = ClaimsCheck(settings: settings, header: token.header, claims: claims)
    let validity = try check.validity(now: now)
    switch keys.answer(for: token.header, now: now) {
    case .refresh: return .awaitingKeys(issuer: index)
    case .unknown: throw .signingKeyUnknown
    case .unavailable: throw .keysUnavailable
    case .candidates(let candidates):
      guard candidates.contains(where: { TokenCheck.verify(token, with: $0.key) }) else { throw .signatureInvalid }
    }
    return .principal(try principal(check, validity: validity, now: now, generation: generation))
  }

  /// The one place where a token's signature is checked.
  static func verify(_ token: CompactToken, with key: PublicKey) -> Bool {
    key.verify(token.signature.span, of: token.signedText.span, algorithm: token.header.algorithm)
  }

  private func principal(
    _ check: ClaimsCheck, validity: Range<Int64>, now: Int64, generation: UInt64
  ) throws(AuthenticationFailure) -> Principal {
    let subject = try check.subject()
    let claims = check.claims
    try refuseIfDisabled(subject)
    try refuseIfDenied(subject, claims, now: now)
    return Principal(
      identifier: subject, kind: check.settings.kind, groups: try check.groups(), email: claims.verifiedEmail,
      credential: .jwt(issuer: check.settings.name, id: claims.tokenID, session: claims.session),
      assurance: try claims.assurance(), validity: validity, grant: nil, generation: generation)
  }

  private func refuseIfDisabled(_ subject: PrincipalIdentifier) throws(AuthenticationFailure) {
    let user: User?
    do { user = try store.user(subject) } catch { throw .unavailable }
    guard user?.isDisabled != true else { throw .userDisabled }
  }

  private func refuseIfDenied(
    _ subject: PrincipalIdentifier, _ claims: TokenClaims, now: Int64
  ) throws(AuthenticationFailure) {
    var entries = [DenylistEntry(kind: .subject, issuer: subject.issuer, value: subject.subject)]
    if let session = claims.session {
      entries.append(DenylistEntry(kind: .session, issuer: subject.issuer, value: session))
    }
    if let tokenID = claims.tokenID {
      entries.append(DenylistEntry(kind: .token, issuer: subject.issuer, value: tokenID))
    }
    guard let denied = try? store.denies(anyOf: entries, now: now) else { throw .unavailable }
    guard !denied else { throw .denied }
  }
}
