import Audit
import Foundation

extension Command {
  /// `countersign audit prove`.
  static let auditProve = Command(
    "audit prove", "writes a proof that one entry is in the log",
    about: """
      The proof stands alone: the entry, its place, the hashes up to the root, and the signed checkpoint, in the format
      of C2SP tlog-proof. 'audit verify --proof' checks it anywhere with the verifier key. A request id means the call's
      intent (or refusal); with --outcome how the call ended.
      """,
    operands: [Operand("ENTRY", "a request id, or an entry's index")],
    options: AuditPlace.options + [
      CommandOption.flag("outcome", "the end of the call, not its beginning"),
      .value("out", "FILE", "where to write the proof; the output stream without"),
    ],
    examples: [
      Example("countersign audit prove 4bf92f3577b34da6a3ce929d0e0e4736 --out call.tlog-proof", "by request id"),
      Example("countersign audit prove 17", "by index"),
    ]
  ) { invocation in
    let place = try AuditPlace(invocation)
    let proof = try audited { () throws(LogDamage) in
      let reader = try LogReader(log: place.log, key: place.key)
      let prover = try LogProver(log: place.log, key: place.key)
      guard let entry = try find(invocation.operand("ENTRY"), wantsEnd: invocation.flag("outcome"), reader) else {
        return nil as ProofFile?
      }
      let hashes = try prover.inclusion(of: entry.index).hashes
      return ProofFile(entry: entry.bytes, index: entry.index, hashes: hashes, checkpoint: prover.signedCheckpoint)
    }
    guard let proof else {
      throw CommandFailure(
        "the log has no such entry", fix: "see 'countersign audit tail'; a call is there within a second")
    }
    try write(proof.encoded, invocation)
    return .done
  }

  private static func find(_ text: String, wantsEnd: Bool, _ reader: LogReader) throws(LogDamage) -> Entry? {
    if let index = DecimalText.parse(text), text.utf8.count < 20 {
      return index < reader.checkpoint.size ? try reader.entry(UInt64(index)) : nil
    }
    guard let id = RequestID(text) else { return nil }
    let kinds: [Entry.Kind] = wantsEnd ? [.outcome, .interrupted] : [.intent, .refusal]
    return try reader.last(1) { $0.id == id && kinds.contains($0.kind) }.first
  }

  private static func write(_ bytes: [UInt8], _ invocation: Invocation) throws(CommandFailure) {
    guard let path = invocation.text("out") else {
      invocation.console.line(String(decoding: bytes.dropLast(), as: UTF8.self))
      return
    }
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
      throw CommandFailure("cannot write \(PrintableText.line(path))")
    }
  }
}
