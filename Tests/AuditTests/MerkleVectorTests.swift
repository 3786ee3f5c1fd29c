import Audit
import Cryptography
import Foundation
import Testing
import Vectors

/// The vectors of transparency-dev/merkle: RFC 6962 proofs and those of subtrees, good and broken.
@Suite struct MerkleVectorTests {
  private struct Vector: Decodable {
    var leafIdx: UInt64?
    var treeSize: UInt64?
    var size: UInt64?
    var size1: UInt64?
    var size2: UInt64?
    var start: UInt64?
    var end: UInt64?
    var root: String?
    var root1: String?
    var root2: String?
    var leafHash: String?
    var proof: [String]?
    var desc: String
    var wantErr: Bool
  }

  private static func hash(_ text: String?) -> Digest32? {
    text.flatMap { Data(base64Encoded: $0) }.flatMap { Digest32([UInt8]($0).span) }
  }

  /// A root; some vectors put a few words where they do not care, of which the digest serves as well.
  private static func root(_ text: String?) -> Digest32? {
    text.flatMap { Data(base64Encoded: $0) }.map { Digest32([UInt8]($0).span) ?? SHA256.hash([UInt8]($0).span) }
  }

  private static func vectors(_ kind: String) throws -> [(name: String, vector: Vector)] {
    guard let root = VectorFolder.root else {
      print("SKIPPED: no vectors at ../shared/vectors (set COUNTERSIGN_VECTORS): merkle/testdata/\(kind)")
      return []
    }
    let folder = root.appendingPathComponent("merkle/testdata/\(kind)")
    let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
    return try names.filter { $0.hasSuffix(".json") }.sorted().map {
      ($0, try JSONDecoder().decode(Vector.self, from: Data(contentsOf: folder.appendingPathComponent($0))))
    }
  }

  @Test(arguments: [("inclusion", 98), ("subtreeinclusion", 204)])
  func inclusion(kind: String, count: Int) throws {
    let vectors = try MerkleVectorTests.vectors(kind)
    guard !vectors.isEmpty else { return }
    #expect(vectors.count == count)
    for (name, vector) in vectors {
      #expect(MerkleVectorTests.holdsInclusion(vector) == !vector.wantErr, "\(kind)/\(name): \(vector.desc)")
    }
  }

  private static func holdsInclusion(_ vector: Vector) -> Bool {
    let hashes = (vector.proof ?? []).map(hash)
    guard let top = root(vector.root), let leaf = hash(vector.leafHash), hashes.allSatisfy({ $0 != nil }),
      let index = vector.leafIdx
    else { return false }
    var start: UInt64 = 0
    var size = vector.treeSize ?? 0
    if let first = vector.start, let end = vector.end {
      guard let subtree = Subtree(start: first, end: end), index >= first else { return false }
      (start, size) = (first, subtree.count)
    }
    return InclusionProof(index: index - start, size: size, hashes: hashes.map { $0! }).proves(leaf: leaf, root: top)
  }

  @Test(arguments: [("consistency", 98), ("subtreeconsistency", 118)])
  func consistency(kind: String, count: Int) throws {
    let vectors = try MerkleVectorTests.vectors(kind)
    guard !vectors.isEmpty else { return }
    #expect(vectors.count == count)
    for (name, vector) in vectors {
      let isGood = !vector.wantErr && !MerkleVectorTests.isEmptySubtree(name)
      #expect(MerkleVectorTests.holdsConsistency(vector) == isGood, "\(kind)/\(name): \(vector.desc)")
    }
  }

  /// Known gap, on the strict side: transparency-dev accepts the empty range as a subtree of anything.
  ///
  /// It proves nothing, so `Subtree` has no such value.
  private static func isEmptySubtree(_ name: String) -> Bool {
    name.hasPrefix("additional/subtree-is-empty-")
  }

  private static func holdsConsistency(_ vector: Vector) -> Bool {
    let hashes = (vector.proof ?? []).map(hash)
    guard let older = root(vector.root1), let newer = root(vector.root2), hashes.allSatisfy({ $0 != nil }),
      let subtree = Subtree(start: vector.start ?? 0, end: vector.end ?? vector.size1 ?? 0),
      let proof = ConsistencyProof(
        subtree: subtree, size: vector.size ?? vector.size2 ?? 0, hashes: hashes.map { $0! })
    else { return false }
    return proof.proves(older: older, newer: newer)
  }
}
