import Audit
import Cryptography
import Testing

@Suite struct ProofTests {
  /// A log over several tiles, with a proof file for every entry.
  @Test func everyEntryHasAProof() throws {
    let fixture = try Fixture()
    try fixture.run { log, journals in
      for number in 0..<300 {
        try journals[0].call(number)
        if number % 100 == 0 { log.flush() }
      }
    }
    let prover = try LogProver(log: fixture.log, key: fixture.key)
    #expect(prover.checkpoint.size == 602)
    for entry in try fixture.entries() {
      let proof = try prover.inclusion(of: entry.index)
      let file = ProofFile(
        entry: entry.bytes, index: entry.index, hashes: proof.hashes, checkpoint: prover.signedCheckpoint)
      let read = try #require(ProofFile(encoded: file.encoded))
      #expect(read == file)
      #expect(try read.verify(key: fixture.key) == prover.checkpoint)
    }
    for size in [1, 2, 255, 256, 257, 511, 512, 600, 602] as [UInt64] {
      let proof = try #require(try prover.consistency(from: size))
      #expect(proof.proves(older: try prover.root(size: size), newer: prover.checkpoint.root))
    }
    #expect(try prover.consistency(from: 0) == nil)
    #expect(try prover.consistency(from: 603) == nil)
    #expect(throws: LogDamage.self) { try prover.inclusion(of: 602) }
  }

  /// Every byte of a proof file matters.
  @Test func everyByteOfAProof() throws {
    let fixture = try Fixture()
    try fixture.run { log, journals in
      for number in 0..<4 { try journals[0].call(number) }
    }
    let prover = try LogProver(log: fixture.log, key: fixture.key)
    let entry = try fixture.entries()[5]
    let file = ProofFile(
      entry: entry.bytes, index: 5, hashes: try prover.inclusion(of: 5).hashes, checkpoint: prover.signedCheckpoint)
    let bytes = file.encoded
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      let verified = ProofFile(encoded: changed).flatMap { try? $0.verify(key: fixture.key) }
      #expect(verified == nil, "byte \(index)")
      guard index % 9 == 0 else { continue }
      #expect(ProofFile(encoded: Array(bytes[..<index])).flatMap { try? $0.verify(key: fixture.key) } == nil)
    }
  }
}
