public import Cryptography

/// A proof that stands alone (C2SP tlog-proof): the entry, its place, the path to the root, and the signed checkpoint.
///
/// The entry itself travels as the format's extra data; it is believed only because its hash leads to the root.
public struct ProofFile: Equatable, Sendable {
  /// The entry's bytes.
  public let entry: [UInt8]
  /// Its place in the log, from 0.
  public let index: UInt64
  /// From the leaf's sibling up to the root's child.
  public let hashes: [Digest32]
  /// The checkpoint as it was signed.
  public let checkpoint: [UInt8]

  private static let title = "c2sp.org/tlog-proof@v1"

  public init(entry: [UInt8], index: UInt64, hashes: [Digest32], checkpoint: [UInt8]) {
    self.entry = entry
    self.index = index
    self.hashes = hashes
    self.checkpoint = checkpoint
  }

  /// The file's bytes.
  public var encoded: [UInt8] {
    let lines = [ProofFile.title, "extra \(Base64.encodeString(entry.span))", "index \(index)"]
    let path = hashes.map { Base64.encodeString($0.bytes) }
    return Array((lines + path).joined(separator: "\n").utf8) + [0x0a, 0x0a] + checkpoint
  }

  /// Nil when the bytes are not a proof with its entry.
  public init?(encoded bytes: [UInt8]) {
    var rest = bytes[...]
    func line() -> ArraySlice<UInt8>? {
      guard let end = rest.firstIndex(of: 0x0a) else { return nil }
      defer { rest = rest[(end + 1)...] }
      return rest[..<end]
    }
    guard line()?.elementsEqual(ProofFile.title.utf8) == true,
      let extra = line(), extra.starts(with: Array("extra ".utf8)),
      let entry = Base64.decode(Array(extra.dropFirst(6)).span),
      let place = line(), place.starts(with: Array("index ".utf8)), let index = Decimal.parse(place.dropFirst(6))
    else { return nil }
    var hashes: [Digest32] = []
    while true {
      // Without the blank line the file is cut off, and what is left of it is no checkpoint.
      guard let text = line() else { return nil }
      if text.isEmpty { break }
      guard hashes.count < 64, let data = Base64.decode(Array(text).span), let hash = Digest32(data.span) else {
        return nil
      }
      hashes.append(hash)
    }
    self.init(entry: entry, index: index, hashes: hashes, checkpoint: Array(rest))
  }

  /// The checkpoint that the proof leads to; throws, saying why, when it proves nothing under this key.
  @discardableResult
  public func verify(key: VerifierKey) throws(LogDamage) -> Checkpoint {
    guard let checkpoint = Checkpoint(signed: self.checkpoint, by: key) else {
      throw LogDamage(index: nil, "the proof's checkpoint is not signed by this key")
    }
    let proof = InclusionProof(index: index, size: checkpoint.size, hashes: hashes)
    guard proof.proves(leaf: MerkleHash.leaf(entry.span), root: checkpoint.root) else {
      throw LogDamage(index: index, "the entry does not lead to the checkpoint's root")
    }
    return checkpoint
  }
}
