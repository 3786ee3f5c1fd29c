public import Cryptography

/// The hashes of RFC 6962 section 2.1: leaves and nodes are hashed under different prefixes.
public enum MerkleHash {
  /// What the hash of an entry begins with.
  static let leafPrefix: UInt8 = 0
  /// What the hash of two subtrees begins with.
  static let nodePrefix: UInt8 = 1

  /// The hash of an entry: `SHA-256(0x00 ‖ entry)`.
  public static func leaf(_ entry: Span<UInt8>) -> Digest32 {
    var hash = SHA256()
    hash.update(byte: leafPrefix)
    hash.update(entry)
    return hash.finalize()
  }

  /// The hash of two subtrees: `SHA-256(0x01 ‖ left ‖ right)`.
  public static func node(_ left: Digest32, _ right: Digest32) -> Digest32 {
    var hash = SHA256()
    hash.update(byte: nodePrefix)
    hash.update(left.bytes)
    hash.update(right.bytes)
    return hash.finalize()
  }

  /// The root of the empty tree: `SHA-256()`.
  public static let empty = SHA256().finalize()
}
