public import Cryptography

/// A tree's right edge as its perfect subtrees, largest first: enough to append entries and to know the root.
public struct CompactRange: Sendable {
  /// The number of entries.
  public private(set) var size: UInt64 = 0
  private var subtrees: [Digest32] = []

  /// The empty tree.
  public init() {
    subtrees.reserveCapacity(64)
  }

  /// The tree of `size` entries with these perfect subtrees, largest first; nil when their number does not fit.
  public init?(size: UInt64, subtrees: [Digest32]) {
    guard subtrees.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.subtrees = subtrees
  }

  /// Appends a leaf's hash; reports each perfect subtree this completes, with its height above the leaves.
  public mutating func append(_ leaf: Digest32, completed: (_ height: Int, _ hash: Digest32) -> Void) {
    var hash = leaf
    var height = 0
    completed(0, hash)
    while size >> UInt64(height) & 1 == 1 {
      hash = MerkleHash.node(subtrees.removeLast(), hash)
      height += 1
      completed(height, hash)
    }
    subtrees.append(hash)
    size += 1
  }

  /// Appends a leaf's hash.
  public mutating func append(_ leaf: Digest32) {
    append(leaf) { _, _ in }
  }

  /// The root of the tree (RFC 6962 section 2.1).
  public var root: Digest32 {
    guard var root = subtrees.last else { return MerkleHash.empty }
    for left in subtrees.dropLast().reversed() { root = MerkleHash.node(left, root) }
    return root
  }
}
