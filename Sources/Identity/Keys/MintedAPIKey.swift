/// A new API key: the text, to be shown once and kept by its owner, and the record to store.
public struct MintedAPIKey: Sendable {
  /// `cs_<id>_<secret>`; never stored, never logged.
  public let text: String
  public let record: APIKeyRecord

  /// Draws a key for an owner; `now` and `expires` in Unix seconds.
  public static func mint(
    for owner: PrincipalIdentifier, label: String, grant: KeyGrant?, now: Int64, expires: Int64?,
    digests: APIKeyDigests
  ) -> MintedAPIKey {
    let (id, text) = APIKeyText.mint()
    guard let digest = digests.digest(text.span, version: digests.currentVersion) else {
      preconditionFailure("the current version always has a key")
    }
    let record = APIKeyRecord(
      id: id, digest: digest, digestVersion: digests.currentVersion, owner: owner, label: label, grant: grant,
      createdAt: now, expires: expires)
    return MintedAPIKey(text: String(decoding: text, as: UTF8.self), record: record)
  }
}
