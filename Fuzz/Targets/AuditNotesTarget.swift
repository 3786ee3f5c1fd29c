import Cryptography

@testable import Audit

/// Checkpoints, proofs and keys of the audit log: what is read is written as the same bytes.
enum AuditNotesTarget {
  private static let key: SigningKey = {
    do { return try SigningKey(seed: Secret(Array(repeating: 7, count: 32).span)) } catch { preconditionFailure() }
  }()
  private static let name = "log.example/audit"

  /// The first byte says what the rest is.
  static func run(_ input: [UInt8]) throws(BrokenPromise) {
    guard let first = input.first else { return }
    let bytes = Array(input.dropFirst())
    switch first & 3 {
    case 0: try unsigned(bytes)
    case 1: try signed(bytes)
    case 2: try proof(bytes)
    default: try verifier(String(decoding: bytes, as: UTF8.self))
    }
  }

  private static func verifierKey() -> VerifierKey {
    guard let made = VerifierKey(name: name, key: key.verificationKey) else { preconditionFailure("a good name") }
    return made
  }

  private static func unsigned(_ bytes: [UInt8]) throws(BrokenPromise) {
    if let note = SignedNote(bytes) {
      try BrokenPromise.unless(bytes.starts(with: note.text), "a note's text is not its beginning")
    }
  }

  /// A text that the log's key does sign: it is a checkpoint only if it begins with that checkpoint's own three lines.
  private static func signed(_ text: [UInt8]) throws(BrokenPromise) {
    guard let note = try? SignedNote.sign(text, with: key, name: name),
      let checkpoint = Checkpoint(signed: note, by: verifierKey())
    else { return }
    try BrokenPromise.unless(note.starts(with: checkpoint.text), "a checkpoint is not written as it was read")
    for index in [0, checkpoint.text.count - 2] {
      var broken = note
      broken[index] ^= 1
      try BrokenPromise.unless(Checkpoint(signed: broken, by: verifierKey()) == nil, "a changed checkpoint is believed")
    }
  }

  private static func proof(_ bytes: [UInt8]) throws(BrokenPromise) {
    guard let proof = ProofFile(encoded: bytes) else { return }
    try BrokenPromise.unless(proof.encoded == bytes, "a proof is not written as it was read")
    try BrokenPromise.unless((try? proof.verify(key: verifierKey())) == nil, "a proof nobody made is believed")
  }

  private static func verifier(_ text: String) throws(BrokenPromise) {
    guard let key = VerifierKey(text) else { return }
    try BrokenPromise.unless(key.text.utf8.elementsEqual(text.utf8), "a key is not written as it was read")
  }
}
