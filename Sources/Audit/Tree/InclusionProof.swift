public import Cryptography

/// The hashes beside the path from one entry to the root of a tree (RFC 6962 section 2.1.1).
public struct InclusionProof: Equatable, Sendable {
  /// The entry's index, from 0.
  public let index: UInt64
  /// The size of the tree the proof is made for.
  public let size: UInt64
  /// From the leaf's sibling up to the root's child.
  public let hashes: [Digest32]

  public init(index: UInt64, size: UInt64, hashes: [Digest32]) {
    self.index = index
    self.size = size
    self.hashes = hashes
  }

  /// The root that the proof leads to from this leaf; nil when the proof has not exactly the hashes it needs.
  public func root(leaf: Digest32) -> Digest32? {
    guard index < size else { return nil }
    var hash = leaf
    var rest = hashes[...]
    var node = index
    var last = size - 1
    while last > 0 {
      if node & 1 == 1 {
        guard let left = rest.popFirst() else { return nil }
        hash = MerkleHash.node(left, hash)
      } else if node < last {
        guard let right = rest.popFirst() else { return nil }
        hash = MerkleHash.node(hash, right)
      }
      node >>= 1
      last >>= 1
    }
    return rest.isEmpty ? hash : nil
  }

  /// Whether the leaf lies at the index in the tree with this root.
  public func proves(leaf: Digest32, root: Digest32) -> Bool {
    self.root(leaf: leaf) == root
  }
}
