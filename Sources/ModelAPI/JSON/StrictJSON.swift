/// Checks that a body is the one JSON document that gateway and model would both read the same way; one per loop.
///
/// simdjson checks grammar, numbers, escapes and UTF-8; `JSONWalk` checks what a grammar does not say: keys that are
/// equal after unescaping and case folding, NUL in keys, how many keys, how deep. Allocates nothing once warm.
public final class StrictJSON {
  /// Readable bytes after a document that spare the parser a copy.
  public static let padding = 64

  /// What a document may be at most.
  public struct Limits: Sendable {
    /// Bytes of the whole document.
    public var length = 32 << 20
    /// Nested objects and arrays; at most `maximumDepth`.
    public var depth = 64 {
      didSet { depth = min(max(depth, 1), Self.maximumDepth) }
    }
    /// The deepest nesting that may be configured.
    public static let maximumDepth = 256
    /// Keys of one object.
    public var keysPerObject = 1024
    /// Keys of all objects.
    public var keys = 65_536
    /// Bytes of one key as written.
    public var keyLength = 1024
    /// The longest document whose working memory (14 times its length) is kept for the next one.
    public var retainedLength = 1 << 20

    public init() {}
  }

  private var reading: JSONReading

  /// A checker that refuses documents beyond these limits.
  public convenience init(limits: Limits = Limits()) {
    self.init(limits: limits, seed: .random(in: .min ... .max))
  }

  /// With a chosen seed of the key hash, for tests that must repeat.
  init(limits: Limits, seed: UInt64) {
    reading = JSONReading(limits: limits, seed: seed)
  }

  /// Checks the first `length` bytes of the buffer; `padding` bytes after them, whatever they hold, spare a copy.
  public func check(_ buffer: Span<UInt8>, length: Int) throws(JSONFault) {
    try reading.read(buffer, length: length)
    reading.relinquish()
  }
}
