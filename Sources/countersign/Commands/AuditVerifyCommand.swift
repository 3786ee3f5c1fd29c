import Audit
import Cryptography
import Foundation

extension Command {
  /// `countersign audit verify`.
  static let auditVerify = Command(
    "audit verify", "proves that the log is whole, or names the first damaged entry",
    about: """
      Reads every entry, recomputes every hash, and checks the signature of the checkpoint, the form of each entry and
      that every call has one intent and at most one end. Needs the log's folder and its public key, nothing else: no
      network, no running gateway, no secret. --since also proves that the log still begins with what an older
      checkpoint stated: this finds a log that was shortened or rewritten by whoever holds its key. --proof checks one
      proof file of 'audit prove' instead of the log.
      """,
    options: AuditPlace.options + [
      .value("since", "FILE", "an older checkpoint, kept or pushed out elsewhere"),
      .value("proof", "FILE", "a proof of 'audit prove'; the log is not read"), .output,
    ],
    examples: [
      Example("countersign audit verify", "this installation's log"),
      Example(
        "countersign audit verify --log ./copy --key \"$(cat auditor.key)\" --since seen.txt", "an auditor's copy"),
      Example("countersign audit verify --proof call.tlog-proof --key \"$(cat auditor.key)\"", "one call"),
    ]
  ) { invocation in
    if let path = invocation.text("proof") { return try verifyProof(path, invocation) }
    let place = try AuditPlace(invocation)
    let since = try invocation.text("since").map { try fileBytes($0) }
    do throws(LogDamage) {
      let report = try place.verifier.verifyWholeLog()
      var seen: Checkpoint?
      if let since { seen = try place.verifier.verifyConsistency(since: lastCheckpoint(in: since)) }
      invocation.show(record(report, seen: seen))
      return .done
    } catch {
      return invocation.showDamage(error)
    }
  }

  private static func verifyProof(_ path: String, _ invocation: Invocation) throws -> ExitCode {
    guard let proof = ProofFile(encoded: try fileBytes(path)) else {
      throw CommandFailure("\(path) is not a proof", fix: "make one with 'countersign audit prove'")
    }
    let key = try AuditPlace.keyAlone(invocation)
    do throws(LogDamage) {
      let checkpoint = try proof.verify(key: key)
      invocation.show(
        Record([
          "verified": .bool(true), "index": .integer(Int64(proof.index)), "log": .string(checkpoint.origin),
          "size": .integer(Int64(checkpoint.size)),
          "entry": .string(String(decoding: proof.entry, as: UTF8.self)),
        ]))
      return .done
    } catch {
      return invocation.showDamage(error)
    }
  }

  private static func record(_ report: LogReport, seen: Checkpoint?) -> Record {
    var record = Record([
      "verified": .bool(true), "log": .string(report.checkpoint.origin),
      "size": .integer(Int64(report.checkpoint.size)), "root": .string(report.checkpoint.root.hex),
    ])
    let kinds = Entry.Kind.allCases.map {
      JSONValue.Member(key: $0.rawValue, value: .integer(Int64(report.kinds[$0] ?? 0)))
    }
    record.append("entries", .object(kinds))
    record.append("open_calls", .integer(Int64(report.openCalls)))
    if let seen { record.append("since_size", .integer(Int64(seen.size))) }
    return record
  }

  /// The last checkpoint in a file that sinks appended several to, each after an empty line.
  private static func lastCheckpoint(in bytes: [UInt8]) -> [UInt8] {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard let signature = lines.lastIndex(where: { $0.starts(with: Array("— ".utf8)) }), signature >= 4 else {
      return bytes
    }
    return Array(lines[(signature - 4)...signature].joined(separator: [0x0A])) + [0x0A]
  }
}

extension Invocation {
  /// Says where the log is damaged; for programs as a record.
  fileprivate func showDamage(_ damage: LogDamage) -> ExitCode {
    switch output {
    case .table: console.note("countersign: the audit log does not verify: \(damage)")
    case .json:
      let index = damage.index.map { JSONValue.integer(Int64($0)) } ?? .null
      show(Record(["verified": .bool(false), "index": index, "damage": .string(damage.what)]))
    }
    return .failed
  }
}

/// The bytes of a file that an option names.
func fileBytes(_ path: String) throws(CommandFailure) -> [UInt8] {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw CommandFailure("cannot read \(PrintableText.line(path))")
  }
  return [UInt8](data)
}
