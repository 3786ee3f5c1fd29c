import Cryptography

/// The root secret in all its versions, from which every other key of ours is derived by purpose and version.
///
/// The newest version makes new things; the older ones still read what they made, until they are retired.
struct RootSecrets: Sendable {
  /// One version of the root secret.
  struct Version: Sendable {
    let number: Int
    /// In Unix seconds.
    let createdAt: Int64
    let secret: Secret
  }

  /// Oldest first, never empty.
  private(set) var versions: [Version]

  /// Versions kept at once.
  static let limit = 100

  /// A first version of fresh random bytes.
  static func create(now: Int64) -> RootSecrets {
    RootSecrets(versions: [Version(number: 1, createdAt: now, secret: Secret())])
  }

  /// The version that new things are made with.
  var current: Version { versions[versions.count - 1] }

  /// The secrets by version, as `APIKeyDigests` takes them.
  var roots: [Int: Secret] {
    Dictionary(uniqueKeysWithValues: versions.map { ($0.number, $0.secret) })
  }

  /// Adds a new current version of fresh random bytes.
  mutating func rotate(now: Int64) throws(CommandFailure) {
    guard versions.count < Self.limit else {
      throw CommandFailure("there are \(Self.limit) versions of the root secret", fix: "retire old ones first")
    }
    versions.append(Version(number: current.number + 1, createdAt: now, secret: Secret()))
  }

  /// Drops an old version: what only it could read is lost.
  mutating func retire(_ number: Int) throws(CommandFailure) {
    guard versions.contains(where: { $0.number == number }) else {
      throw CommandFailure("there is no version \(number) of the root secret", fix: "see 'countersign secrets ls'")
    }
    guard number != current.number else {
      throw CommandFailure("version \(number) is the current one", fix: "rotate first: 'countersign secrets rotate'")
    }
    versions.removeAll { $0.number == number }
  }
}
