import CSimdjson

/// The parser and the walk behind `StrictJSON` and `CallReader`: one value, for one check of exclusive access.
struct JSONReading: ~Copyable {
  private(set) var parser: SimdjsonParser
  private(set) var walk: JSONWalk
  private let limits: StrictJSON.Limits

  init(limits: StrictJSON.Limits, seed: UInt64) {
    self.limits = limits
    // Two deeper than the walk allows, so that the walk is the one that says where the limit is.
    parser = SimdjsonParser(depth: limits.depth + 2)
    walk = JSONWalk(limits: limits, seed: seed)
    CaseFolding.prepare()
  }

  /// Checks the first `length` bytes; `parser.marks`, `walk.members` and `walk.hits` then tell what is there.
  mutating func read(_ buffer: Span<UInt8>, length: Int) throws(JSONFault) {
    if length == 0 { throw .empty }
    if length > limits.length { throw .tooLong(maximum: limits.length) }
    let document = buffer.extracting(0..<length)
    if isOtherEncoding(document) { throw .encoding }
    if let fault = fault(parser.parse(buffer, length: length)) { throw fault }
    try walk.run(document, parser)
  }

  /// Gives back the working memory of a document that was unusually long.
  mutating func relinquish() {
    if parser.capacity > limits.retainedLength { parser.release() }
  }

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
