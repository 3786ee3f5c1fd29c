import CSimdjson

/// Reads a body as the one JSON document that gateway and model would both read the same way; one per event loop.
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
    /// Nested objects and arrays.
    public var depth = 64
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

  public let limits: Limits
  private var parser: SimdjsonParser
  private var walk: JSONWalk

  public convenience init(limits: Limits = Limits()) {
    self.init(limits: limits, seed: .random(in: .min ... .max))
  }

  /// With a chosen seed of the key hash, for tests that must repeat.
  init(limits: Limits, seed: UInt64) {
    self.limits = limits
    // Two deeper than the walk allows, so that the walk is the one that says where the limit is.
    parser = SimdjsonParser(depth: limits.depth + 2)
    walk = JSONWalk(limits: limits, seed: seed)
    CaseFolding.prepare()
  }

  /// Checks the first `length` bytes of the buffer; `padding` bytes after them, whatever they hold, spare a copy.
  public func check(_ buffer: Span<UInt8>, length: Int) throws(JSONFault) {
    try read(buffer, length: length)
    relinquish()
  }

  /// Checks the document and leaves what it found in `marks`, `members` and `hits`.
  func read(_ buffer: Span<UInt8>, length: Int) throws(JSONFault) {
    if length == 0 { throw .empty }
    if length > limits.length { throw .tooLong(maximum: limits.length) }
    let document = buffer.extracting(0..<length)
    if isOtherEncoding(document) { throw .encoding }
    if let fault = fault(parser.parse(buffer, length: length)) { throw fault }
    try walk.run(document, marks)
  }

  /// Gives back the working memory of a document that was unusually long.
  func relinquish() {
    if parser.capacity > limits.retainedLength { parser.release() }
  }

  /// The structural marks of the last document.
  var marks: Span<UInt32> {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(parser.marks, borrowing: self) }
  }

  /// The outermost object's keys in the last document.
  var members: [JSONMember] { walk.members }

  /// The watched keys below it.
  var hits: [JSONHit] { walk.hits }

  /// A byte order mark, or a NUL beside the first character as UTF-16 and UTF-32 have it.
  private func isOtherEncoding(_ bytes: Span<UInt8>) -> Bool {
    switch bytes[0] {
    case 0xEF: return bytes.count >= 3 && bytes[1] == 0xBB && bytes[2] == 0xBF
    case 0xFE, 0xFF: return true
    case 0: return true
    default: return bytes.count >= 2 && bytes[1] == 0
    }
  }

  private func fault(_ outcome: Int) -> JSONFault? {
    switch outcome {
    case COUNTERSIGN_JSON_OK: nil
    case COUNTERSIGN_JSON_DEPTH: .tooDeep(maximum: limits.depth)
    case COUNTERSIGN_JSON_UTF8: .utf8
    case COUNTERSIGN_JSON_NUMBER: .number
    case COUNTERSIGN_JSON_STRING: .string
    case COUNTERSIGN_JSON_MEMORY: .memory
    default: .syntax
    }
  }
}
