/// What a whole log was found to hold.
public struct LogReport: Equatable, Sendable {
  /// The checkpoint that covers it.
  public let checkpoint: Checkpoint
  /// How many entries of each kind.
  public private(set) var kinds: [Entry.Kind: UInt64] = [:]
  /// Intents without an outcome yet: of calls that run, or of a gateway that has not started again.
  public internal(set) var openCalls = 0

  init(checkpoint: Checkpoint) {
    self.checkpoint = checkpoint
  }

  mutating func count(_ entry: Entry) {
    kinds[entry.kind, default: 0] += 1
  }
}
