/// Checks a log from its folder and its public key alone: no secret, no network, no trust in whoever runs it.
public struct LogVerifier: Sendable {
  private let log: LogFolder
  private let key: VerifierKey

  public init(log: LogFolder, key: VerifierKey) {
    self.log = log
    self.key = key
  }

  /// Reads every entry, recomputes every hash and holds the entries against each other; throws at the first damage.
  public func verifyWholeLog() throws(LogDamage) -> LogReport {
    let (_, checkpoint) = try log.checkpoint(key: key)
    var report = LogReport(checkpoint: checkpoint)
    var order = EntryOrder()
    let root = try TreeCheck(log: log, size: checkpoint.size).whole { (index, entry) throws(LogDamage) in
      let view = try Entry(index: index, bytes: entry)
      try order.follow(view)
      report.count(view)
    }
    guard root == checkpoint.root else {
      throw LogDamage(index: nil, "the entries do not lead to the checkpoint's root")
    }
    try LeftoverCheck(log: log, size: checkpoint.size).run()
    report.openCalls = order.openCalls
    return report
  }

  /// The older checkpoint, seen elsewhere, if the log still begins with what it stated.
  ///
  /// Throws when the log was rolled back, shortened or rewritten since.
  public func verifyConsistency(since older: [UInt8]) throws(LogDamage) -> Checkpoint {
    guard let seen = Checkpoint(signed: older, by: key) else {
      throw LogDamage(index: nil, "the older checkpoint is not signed by this key")
    }
    let prover = try LogProver(log: log, key: key)
    guard seen.size <= prover.checkpoint.size else {
      let size = prover.checkpoint.size
      throw LogDamage(index: size, "the log was rolled back: it has \(size) entries, \(seen.size) were seen")
    }
    guard seen.size > 0 else {
      guard seen.root == MerkleHash.empty else { throw LogDamage(index: 0, "the older checkpoint is no tree's") }
      return seen
    }
    guard let proof = try prover.consistency(from: seen.size),
      proof.proves(older: seen.root, newer: prover.checkpoint.root)
    else {
      throw LogDamage(index: nil, "the log was rewritten: its first \(seen.size) entries are not those that were seen")
    }
    return seen
  }
}

extension LogFolder {
  /// The log's checkpoint, as it was signed and as it reads.
  func checkpoint(key: VerifierKey) throws(LogDamage) -> (signed: [UInt8], checkpoint: Checkpoint) {
    var bytes: [UInt8]?
    do {
      bytes = try checkpointBytes()
    } catch {
      throw LogDamage(index: nil, error.description)
    }
    guard let bytes else { throw LogDamage(index: nil, "the checkpoint is missing") }
    guard let checkpoint = Checkpoint(signed: bytes, by: key) else {
      throw LogDamage(index: nil, "the checkpoint is not signed by this key under the name \(key.name)")
    }
    return (bytes, checkpoint)
  }
}
