import Cryptography

/// Turns an API key into a principal, or says why not; every error on the way is a refusal.
struct APIKeyCheck: Sendable {
  let store: any IdentityStore
  let digests: APIKeyDigests

  func check(_ credential: Span<UInt8>, now: Int64, generation: UInt64) throws(AuthenticationFailure) -> Principal {
    guard let text = APIKeyText(credential) else { throw .malformedKey }
    guard let (key, owner) = try find(text.id) else { throw .unknownKey }
    // The secret comes first: only who holds it may learn that the key was revoked or has expired.
    guard key.id.hasSameBytes(as: text.id), let digest = digests.digest(credential, version: key.digestVersion),
      digest == key.digest
    else { throw .unknownKey }
    guard key.revokedAt == nil else { throw .keyRevoked }
    let expires = key.expires ?? .max
    guard now < expires else { throw .keyExpired }
    guard owner.identifier == key.owner else { throw .unavailable }
    guard !owner.isDisabled else { throw .userDisabled }
    try refuseIfDenied(owner.identifier, now: now)
    store.recordUse(ofKey: key.id, now: now)
    return Principal(
      identifier: owner.identifier, kind: owner.kind, groups: owner.groups.map { "\(owner.identifier.issuer):\($0)" },
      email: owner.email, credential: .apiKey(id: key.id), assurance: .none, validity: .min..<expires,
      grant: key.grant, generation: generation)
  }

  private func find(_ id: String) throws(AuthenticationFailure) -> (APIKeyRecord, User)? {
    do {
      guard let found = try store.apiKey(id: id) else { return nil }
      return (found.key, found.owner)
    } catch {
      throw .unavailable
    }
  }

  private func refuseIfDenied(_ owner: PrincipalIdentifier, now: Int64) throws(AuthenticationFailure) {
    let entry = DenylistEntry(kind: .subject, issuer: owner.issuer, value: owner.subject)
    guard let denied = try? store.denies(anyOf: [entry], now: now) else { throw .unavailable }
    guard !denied else { throw .denied }
  }
}
