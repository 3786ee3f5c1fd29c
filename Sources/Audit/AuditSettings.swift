public import Cryptography

/// How a log is kept; every limit has its default here.
public struct AuditSettings: Sendable {
  /// The log's folder; made when it is not there.
  public var folder: String
  /// The first line of every checkpoint and the name of the log's key: a URL without scheme, no space and no plus.
  public var origin: String
  /// The log's own key.
  public var signingKey: SigningKey
  /// What the text of personal fields is sealed with: 32 bytes derived from the root secret for this purpose.
  public var sealKey: Secret
  /// The seal keys before this one: erasure must open what they sealed.
  public var olderSealKeys: [Secret] = []
  public var durability: Durability = .process
  /// The most milliseconds between a record and the checkpoint over it, 10 to 60,000.
  public var interval = 100
  /// The size of each loop's journal in bytes, a power of two from 65,536.
  public var journalCapacity = 16 << 20
  /// How long refusals of strangers are counted together, in milliseconds.
  public var strangerInterval = 10_000
  /// How many different refusals of strangers one interval tells apart; the rest is counted together.
  public var strangerKinds = 256
  /// For how many days the text of personal fields is kept; nil for ever.
  public var retentionDays: Int? = 365
  /// How many of the last entries are checked against the tree at the start.
  public var checkedAtStart: UInt64 = 65_536
  /// Where checkpoints are pushed out to.
  public var sinks: [CheckpointSink] = []
  /// The fewest milliseconds between two checkpoints pushed out.
  public var pushInterval = 10_000
  /// Milliseconds since 1970; asked by the appender's thread only.
  public var clock: @Sendable () -> Int64 = WallClock.milliseconds
  /// Told, under `Durability.power`, up to which sequence number a loop's records are on the disk; called on a
  /// thread of the log's own.
  public var durable: (@Sendable (_ loop: Int, _ sequence: UInt64) -> Void)?

  /// Told, under `Durability.power`, that a loop's records could not be brought to the disk: whoever waits for them
  /// waits in vain. Called on a thread of the log's own.
  public var undurable: (@Sendable (_ loop: Int) -> Void)?

  public init(folder: String, origin: String, signingKey: SigningKey, sealKey: Secret) {
    self.folder = folder
    self.origin = origin
    self.signingKey = signingKey
    self.sealKey = sealKey
  }
}

extension AuditSettings {
  /// Throws for the first setting out of its range.
  func check() throws(AuditError) {
    guard (10...60_000).contains(interval) else { throw .setting("interval is 10 to 60,000 milliseconds") }
    guard (1 << 16...1 << 30).contains(journalCapacity), journalCapacity.nonzeroBitCount == 1 else {
      throw .setting("journalCapacity is a power of two from 65,536 to 1,073,741,824")
    }
    guard (1...1 << 20).contains(strangerKinds), strangerInterval >= 0, pushInterval >= 0, retentionDays ?? 0 >= 0
    else {
      throw .setting("strangerKinds is 1 to 1,048,576, and no interval or retention is negative")
    }
  }
}
