public import Cryptography

/// The hashes that show a smaller tree to be the beginning of a larger one (RFC 6962 section 2.1.2).
///
/// Or a subtree to be part of it (draft-ietf-plants-merkle-tree-certs, "Subtree Consistency Proofs").
public struct ConsistencyProof: Equatable, Sendable {
  /// The older tree: its size is `subtree.end` when it starts at 0.
  public let subtree: Subtree
  /// The size of the larger tree.
  public let size: UInt64
  public let hashes: [Digest32]

  /// Nil when the subtree does not lie in the tree.
  public init?(subtree: Subtree, size: UInt64, hashes: [Digest32]) {
    guard subtree.end <= size else { return nil }
    self.subtree = subtree
    self.size = size
    self.hashes = hashes
  }

  /// Nil when the sizes are not in order or the older tree is empty, of which nothing can be shown.
  public init?(from older: UInt64, to size: UInt64, hashes: [Digest32]) {
    guard let subtree = Subtree(start: 0, end: older) else { return nil }
    self.init(subtree: subtree, size: size, hashes: hashes)
  }

  /// Whether the subtree with root `older` is part of the tree with root `newer`.
  public func proves(older: Digest32, newer: Digest32) -> Bool {
    var climb = Climb(subtree: subtree, size: size)
    var rest = hashes[...]
    let seed: Digest32
    if climb.startsAtSubtree {
      seed = older
    } else {
      guard let first = rest.popFirst() else { return false }
      seed = first
    }
    guard let roots = climb.roots(seed: seed, hashes: rest) else { return false }
    return roots.older == older && roots.newer == newer
  }
}

/// The walk from the last full node of a subtree to the root of the tree around it.
private struct Climb {
  /// The node of the subtree's first entry, of the last node that both trees share, and of the tree's last entry.
  private var first: UInt64
  private var shared: UInt64
  private var last: UInt64
  /// Whether the shared node is the whole subtree, so that the proof need not carry it.
  let startsAtSubtree: Bool

  init(subtree: Subtree, size: UInt64) {
    var (first, shared, last) = (subtree.start, subtree.end - 1, size - 1)
    // Where the subtree reaches the tree's edge, they share every node up to the subtree's own root.
    let reachesEdge = shared == last
    while first != shared, reachesEdge || shared & 1 == 1 {
      first >>= 1
      shared >>= 1
      last >>= 1
    }
    (self.first, self.shared, self.last) = (first, shared, last)
    startsAtSubtree = first == shared
  }

  private mutating func shift() {
    first >>= 1
    shared >>= 1
    last >>= 1
  }

  mutating func roots(seed: Digest32, hashes: ArraySlice<Digest32>) -> (older: Digest32, newer: Digest32)? {
    var older = seed
    var newer = seed
    for hash in hashes {
      guard last > 0 else { return nil }
      if shared & 1 == 1 || shared == last {
        if first < shared { older = MerkleHash.node(hash, older) }
        newer = MerkleHash.node(hash, newer)
        while shared & 1 == 0 { shift() }
      } else {
        newer = MerkleHash.node(newer, hash)
      }
      shift()
    }
    return last == 0 ? (older, newer) : nil
  }
}
