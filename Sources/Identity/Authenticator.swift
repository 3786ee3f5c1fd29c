import Synchronization

/// Turns a credential into a `Principal`, or refuses it; the only maker of principals.
///
/// `authenticate` blocks (a signature, the store) and belongs on the worker pool; its results may be kept in a
/// `CredentialCache` for as long as `generation` stays what it was.
public final class Authenticator: Sendable {
  private let store: any IdentityStore
  /// Nil where the accounts of this gateway's own do not count.
  private let keyCheck: APIKeyCheck?
  private let tokenCheck: TokenCheck
  private let keyChanges: KeyChanges

  /// Checks the settings; issuers' keys are read when the first token asks for them, or by `refreshDueKeys`.
  ///
  /// From a `predecessor` it takes over the keys of issuers that are set as before, and counts changes on from its.
  public init(
    store: any IdentityStore, keyDigests: APIKeyDigests, issuers: [JWTIssuerSettings], reading: KeyReading,
    acceptsAPIKeys: Bool = true, predecessor: Authenticator? = nil
  ) throws(IdentityConfigurationError) {
    try JWTIssuerSettings.validate(issuers)
    let changes = predecessor?.keyChanges ?? KeyChanges()
    let known = predecessor?.tokenCheck.issuers ?? []
    self.store = store
    keyChanges = changes
    keyCheck = acceptsAPIKeys ? APIKeyCheck(store: store, digests: keyDigests) : nil
    tokenCheck = TokenCheck(
      store: store,
      issuers: issuers.map { settings in
        if let same = known.first(where: { $0.settings == settings }) { return same }
        let fetcher = KeyFetcher(settings: settings, reading: reading)
        return (settings, IssuerKeys(settings: settings, fetcher: fetcher) { changes.note() })
      })
  }

  /// Changes whenever a credential that was good may no longer be: with the store's identities and the issuers' keys.
  ///
  /// Cheap enough for every request; what was verified under another value must be verified again.
  public var generation: UInt64 {
    // Both numbers only grow, so their sum cannot come back to an earlier value.
    store.generation &+ keyChanges.count
  }

  /// Verifies a credential at a time in Unix seconds; never throws, because a doubt is a refusal.
  ///
  /// After `awaitingKeys`, await `refreshKeys` and call once more; a second `awaitingKeys` counts as `keysUnavailable`.
  public func authenticate(_ credential: Span<UInt8>, now: Int64) -> AuthenticationOutcome {
    // Read before the check begins: a change that happens meanwhile makes the result stale, not wrong.
    let generation = generation
    guard credential.count <= IdentityLimits.credentialLength else { return .refused(.tooLong) }
    do throws(AuthenticationFailure) {
      if APIKeyText.isIntended(credential) {
        guard let keyCheck else { return .refused(.unrecognized) }
        return .principal(try keyCheck.check(credential, now: now, generation: generation))
      }
      guard Authenticator.hasDot(credential) else { return .refused(.unrecognized) }
      switch try tokenCheck.check(credential, now: now, generation: generation) {
      case .principal(let principal): return .principal(principal)
      case .awaitingKeys(let issuer): return .awaitingKeys(issuer: issuer)
      }
    } catch {
      return .refused(error)
    }
  }

  /// Reads an issuer's keys unless they were asked for a moment ago; true when they were read.
  public func refreshKeys(issuer: Int, now: Int64) async -> Bool {
    guard tokenCheck.issuers.indices.contains(issuer) else { return false }
    return await tokenCheck.issuers[issuer].keys.refresh(now: now)
  }

  /// Reads the keys of every issuer whose keys are past their lifetime, one after the other.
  ///
  /// Called every few seconds by the control plane, so that requests seldom wait; answers which issuers failed.
  public func refreshDueKeys(now: Int64) async -> [String] {
    var failed: [String] = []
    for (settings, keys) in tokenCheck.issuers where keys.isDue(now: now) {
      if await !keys.refresh(now: now) { failed.append(settings.name) }
    }
    return failed
  }

  private static func hasDot(_ credential: Span<UInt8>) -> Bool {
    for index in credential.indices where credential[index] == 0x2e { return true }
    return false
  }
}

/// Counts the changes of issuers' keys.
private final class KeyChanges: Sendable {
  private let changes = Atomic<UInt64>(0)

  var count: UInt64 { changes.load(ordering: .acquiring) }

  func note() {
    changes.wrappingAdd(1, ordering: .releasing)
  }
}
