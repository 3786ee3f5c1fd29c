import Cryptography
import Glibc

/// A log that this process may append to, repaired and checked, before its first new checkpoint.
struct OpenedLog {
  let log: LogFolder
  var encoder: EntryEncoder
  var tree: TreeEdge
  var state: LogState
  let lock: LogLock

  /// Locks, repairs and checks the log; makes an empty one where there is none.
  static func open(_ settings: AuditSettings, key: VerifierKey) throws -> OpenedLog {
    let log = LogFolder(settings.folder)
    try log.root.make()
    let lock = try LogLock(in: log.root)
    guard let keys = SealKeys(settings.sealKey, older: settings.olderSealKeys) else {
      throw AuditError.setting("the seal key has 32 bytes")
    }
    let encoder = EntryEncoder(sealed: SealedStore(folder: log.root.folder("sealed"), keys: keys))
    if try log.checkpointBytes() == nil { try OpenedLog.begin(log, settings: settings) }
    let checkpoint = try OpenedLog.checkpoint(of: log, key: key)
    let stateName = LogState.name(size: checkpoint.size)
    let stateBytes = try log.root.read(stateName) ?? []
    guard let state = LogState(encoded: stateBytes) else {
      throw LogDamage(index: nil, "\(stateName) is missing or damaged")
    }
    try LogLoader.removeLeftovers(of: log, beyond: checkpoint.size)
    let tree = try OpenedLog.checkedEdge(of: log, checkpoint: checkpoint, settings: settings)
    return OpenedLog(log: log, encoder: encoder, tree: tree, state: state, lock: lock)
  }

  /// Signs the empty tree, so that a log without a checkpoint is always one that lost it.
  private static func begin(_ log: LogFolder, settings: AuditSettings) throws {
    guard try log.root.folder("tile").names().isEmpty else {
      throw LogDamage(index: 0, "there are entries, but the checkpoint over them is missing")
    }
    try log.root.folder("state").make()
    let state = LogState().encoded
    try log.root.replace(LogState.name(size: 0), with: state.span)
    let empty = Checkpoint(origin: settings.origin, size: 0, root: MerkleHash.empty)
    let signed = try empty.signed(with: settings.signingKey)
    try log.root.replace(LogFolder.checkpointName, with: signed.span)
  }

  private static func checkpoint(of log: LogFolder, key: VerifierKey) throws -> Checkpoint {
    let bytes = try log.checkpointBytes() ?? []
    if let checkpoint = Checkpoint(signed: bytes, by: key) { return checkpoint }
    if let note = SignedNote(bytes), note.signatures.allSatisfy({ $0.keyID != key.id }) { throw AuditError.otherKey }
    throw LogDamage(index: nil, "the checkpoint's signature is wrong")
  }

  /// The edge, if it and the last entries lead to the checkpoint's root; else where the log contradicts it first.
  private static func checkedEdge(
    of log: LogFolder, checkpoint: Checkpoint, settings: AuditSettings
  ) throws(LogDamage) -> TreeEdge {
    let check = TreeCheck(log: log, size: checkpoint.size)
    let first = checkpoint.size - min(checkpoint.size, settings.checkedAtStart)
    do {
      return try recentEdge(check, root: checkpoint.root, from: first)
    } catch {
      // Something is wrong: the whole tree is worth reading to say where it begins.
      let root = try check.whole(visit: ignore)
      throw root == checkpoint.root
        ? error : LogDamage(index: nil, "the entries do not lead to the checkpoint's root")
    }
  }

  private static func recentEdge(_ check: TreeCheck, root: Digest32, from first: UInt64) throws(LogDamage) -> TreeEdge {
    var edge = try LogLoader.edge(of: check.log, size: check.size)
    guard edge.root() == root else { throw LogDamage(index: nil, "the right edge leads to another root") }
    try check.recent(from: first)
    return edge
  }

  private static func ignore(_ index: UInt64, _ entry: [UInt8]) throws(LogDamage) {}
}
