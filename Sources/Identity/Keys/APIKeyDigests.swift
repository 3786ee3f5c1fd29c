public import Cryptography

/// The keys under which API keys are digested before they are stored: a current one, and older ones still honoured.
public struct APIKeyDigests: Sendable {
  private let keys: [Int: HMACKey]
  /// The version that new keys are digested under.
  public let currentVersion: Int

  /// Derives a digest key from each root secret; the highest version is the current one.
  public init?(roots: [Int: Secret]) {
    guard let current = roots.keys.max() else { return nil }
    currentVersion = current
    keys = Dictionary(
      uniqueKeysWithValues: roots.map { version, root in
        (version, HMACKey(HKDF.derive(root: root, purpose: "api key digest", version: version)))
      })
  }

  /// The digest of a whole key under a version; nil for a version that was retired.
  func digest(_ key: Span<UInt8>, version: Int) -> Digest32? {
    keys[version]?.authenticate(key)
  }
}
