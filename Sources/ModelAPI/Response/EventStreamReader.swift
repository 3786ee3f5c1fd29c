import Bytes

/// How far one step through a stream of server-sent events came.
struct EventStep {
  enum Outcome {
    /// The bytes are used up within an event.
    case open
    /// The blank line that ends an event was read.
    case ended
    /// A line feed that belongs to the carriage return which ended the event before.
    case lineFeed
  }

  let end: Int
  let outcome: Outcome
}

/// Follows the lines of server-sent events at any split and hands their data to a `ResponseScanner`.
///
/// Lines end with LF, CR or CRLF (WHATWG HTML, section 9.2).
struct EventStreamReader {
  private enum Line {
    /// So many bytes of `data:` have been read.
    case name(Int)
    /// After the colon, where one space is not part of the data.
    case space
    /// After that space.
    case value
    case data
    /// After `[`, of `[DONE]`: so many bytes match.
    case done(Int)
    case ignored
  }

  private var line = Line.name(0)
  private var lineIsEmpty = true
  private var endedWithReturn = false
  private var scanner = ResponseScanner()
  /// Whether nothing of an event has been read since the last one ended.
  private(set) var isNewEvent = true
  /// Whether the event has data so far.
  private(set) var hasData = false
  /// Whether the event's data is something other than one JSON object.
  private(set) var isForeign = false

  /// Reads up to the end of an event or of the bytes.
  mutating func advance(_ bytes: Span<UInt8>, from start: Int, _ facts: inout ResponseFacts) -> EventStep {
    if endedWithReturn {
      endedWithReturn = false
      if bytes[start] == 0x0A { return EventStep(end: start &+ 1, outcome: isNewEvent ? .lineFeed : .open) }
    }
    if isNewEvent { begin(&facts) }
    let end = bytes.firstOffset(ofEither: 0x0A, or: 0x0D, in: start..<bytes.count)
    if start < end { part(bytes, start..<end, &facts) }
    guard end < bytes.count else { return EventStep(end: end, outcome: .open) }
    endedWithReturn = bytes[end] == 0x0D
    let isEnd = lineIsEmpty
    endLine(&facts)
    if isEnd { isNewEvent = true }
    return EventStep(end: end &+ 1, outcome: isEnd ? .ended : .open)
  }

  private mutating func begin(_ facts: inout ResponseFacts) {
    isNewEvent = false
    hasData = false
    isForeign = false
    scanner.reset()
    facts.beginEvent()
  }

  private mutating func endLine(_ facts: inout ResponseFacts) {
    if case .done(6) = line { facts.isComplete = true }
    line = .name(0)
    lineIsEmpty = true
  }

  /// A part of one line.
  private mutating func part(_ bytes: Span<UInt8>, _ range: Range<Int>, _ facts: inout ResponseFacts) {
    lineIsEmpty = false
    var index = range.lowerBound
    while index < range.upperBound {
      switch line {
      case .data:
        scanner.scan(bytes, index..<range.upperBound, &facts)
        return
      case .ignored: return
      case .name(let matched): named(bytes[index], matched)
      case .space where bytes[index] == 0x20: line = .value
      case .space, .value: dataBegan(bytes[index], &index)
      case .done(let matched): done(bytes[index], matched)
      }
      index &+= 1
    }
  }

  private mutating func named(_ byte: UInt8, _ matched: Int) {
    let expected: [5 of UInt8] = [0x64, 0x61, 0x74, 0x61, 0x3A]
    line = byte != expected[matched] ? .ignored : matched == 4 ? .space : .name(matched &+ 1)
  }

  /// The first byte of a line of data, which the scanner is to read again.
  private mutating func dataBegan(_ byte: UInt8, _ index: inout Int) {
    line = byte == 0x5B && !hasData ? .done(1) : .data
    if byte != 0x7B, !hasData { isForeign = true }
    hasData = true
    if case .data = line { index &-= 1 }
  }

  private mutating func done(_ byte: UInt8, _ matched: Int) {
    let expected: [6 of UInt8] = [0x5B, 0x44, 0x4F, 0x4E, 0x45, 0x5D]
    line = matched < 6 && byte == expected[matched] ? .done(matched &+ 1) : .ignored
  }
}
