public import Cryptography

/// An API key as it is stored: everything but the secret, of which only a keyed digest is kept.
public struct APIKeyRecord: Sendable, Equatable {
  /// The public part of the key, unique; ASCII letters and digits.
  public let id: String
  /// The HMAC of the whole key under the digest key of `digestVersion`; worthless as a credential.
  public let digest: Digest32
  /// Which version of the digest key made the digest.
  public let digestVersion: Int
  public let owner: PrincipalIdentifier
  /// What the owner calls it.
  public let label: String
  /// How the key narrows its owner's rights; nil for not at all.
  public let grant: KeyGrant?
  /// In Unix seconds, as are all times here.
  public let createdAt: Int64
  /// The key is refused from this second on; nil for no end.
  public let expires: Int64?
  /// When it was revoked; nil while it is good.
  public let revokedAt: Int64?
  /// When it was last verified against the store, which cached uses do not touch.
  public let lastUsedAt: Int64?

  public init(
    id: String, digest: Digest32, digestVersion: Int, owner: PrincipalIdentifier, label: String, grant: KeyGrant?,
    createdAt: Int64, expires: Int64?, revokedAt: Int64? = nil, lastUsedAt: Int64? = nil
  ) {
    self.id = id
    self.digest = digest
    self.digestVersion = digestVersion
    self.owner = owner
    self.label = label
    self.grant = grant
    self.createdAt = createdAt
    self.expires = expires
    self.revokedAt = revokedAt
    self.lastUsedAt = lastUsedAt
  }
}
