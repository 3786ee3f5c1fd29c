import Cryptography

@testable import Audit

/// Tiles, entry bundles, entries and proofs in the tree: each has one spelling, and no number traps.
enum AuditTilesTarget {
  /// The first byte says what the rest is.
  static func run(_ input: [UInt8]) throws(BrokenPromise) {
    guard let first = input.first else { return }
    let bytes = Array(input.dropFirst())
    switch first & 3 {
    case 0: try bundle(bytes)
    case 1: try entry(bytes)
    case 2: try inclusion(bytes)
    default: try consistency(bytes)
    }
  }

  private static func bundle(_ bytes: [UInt8]) throws(BrokenPromise) {
    let (entries, rest) = EntryBundle.split(bytes)
    let written = entries.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 255)] + $0 }
    try BrokenPromise.unless(written + bytes.suffix(rest) == bytes, "a bundle is not written as it was read")
    let hashes = TileHashes.split(bytes)
    try BrokenPromise.unless(bytes.starts(with: hashes.flatMap(\.array)), "a tile is not written as it was read")
    if hashes.count & (hashes.count - 1) == 0, !hashes.isEmpty { _ = TileHashes.root(hashes) }
  }

  private static func entry(_ bytes: [UInt8]) throws(BrokenPromise) {
    _ = try? Entry(index: 0, bytes: bytes)
    guard let value = CanonicalJSON(bytes) else { return }
    let written = CanonicalText.written(value)
    try BrokenPromise.unless(written == bytes, "an entry is read as \(String(decoding: written, as: UTF8.self))")
  }

  /// Two numbers and hashes: where the proof leads is decided by every one of them.
  private static func inclusion(_ bytes: [UInt8]) throws(BrokenPromise) {
    guard let (index, size, hashes) = numbers(bytes) else { return }
    let leaf = MerkleHash.leaf(bytes.span)
    guard let root = InclusionProof(index: index, size: size, hashes: hashes).root(leaf: leaf) else { return }
    try BrokenPromise.unless(index < size, "an entry beyond the tree is proved")
    let longer = InclusionProof(index: index, size: size, hashes: hashes + [root])
    try BrokenPromise.unless(longer.root(leaf: leaf) == nil, "a proof that is too long is followed")
    guard !hashes.isEmpty else { return }
    let shorter = InclusionProof(index: index, size: size, hashes: hashes.dropLast())
    try BrokenPromise.unless(shorter.root(leaf: leaf) == nil, "a proof that is too short is followed")
  }

  private static func consistency(_ bytes: [UInt8]) throws(BrokenPromise) {
    guard let (older, size, hashes) = numbers(bytes),
      let proof = ConsistencyProof(from: older, to: size, hashes: hashes)
    else { return }
    let (first, second) = (MerkleHash.leaf(bytes.span), MerkleHash.leaf(Array(bytes.dropLast()).span))
    try BrokenPromise.unless(!proof.proves(older: first, newer: second), "roots that nobody hashed are proved")
  }

  /// Two numbers of eight bytes, of which the first byte gives a shift, then hashes.
  private static func numbers(_ bytes: [UInt8]) -> (UInt64, UInt64, [Digest32])? {
    guard bytes.count >= 17 else { return nil }
    func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } >> (bytes[0] & 63) }
    return (number(1..<9), number(9..<17), TileHashes.split(Array(bytes[17...])))
  }
}
