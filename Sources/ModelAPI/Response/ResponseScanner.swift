import Bytes

/// Reads JSON as it passes by, at any split, in fixed memory: keys and values at known places, nothing else.
///
/// It does not validate: the upstream's bytes go to the client as they are. Keys within strings are never seen as
/// keys, because strings are followed to their end.
struct ResponseScanner {
  private enum Mode: UInt8 { case between, string, escape, number, word }

  /// Below this depth nothing matters, and only the nesting is followed.
  private static var deepest: Int { 5 }

  private var mode = Mode.between
  private(set) var depth = 0
  /// Whether the container at each depth is an object; deeper than 63 it is not known and not needed.
  private var objects: UInt64 = 0
  private var expectsKey = false
  private var key = ResponseKey.other
  private var path = InlineArray<6, ResponseKey>(repeating: .other)
  private var text = ScannedText()
  /// Whether the string being read is a key or a word that matters.
  private var isKept = false
  private var number = 0
  private var isWhole = false
  /// Whether one document has been read to its end.
  private(set) var isClosed = false

  /// Whether a document has begun and has not ended.
  var isWithin: Bool { depth > 0 || mode != .between }

  /// Starts over with the next document.
  mutating func reset() {
    mode = .between
    depth = 0
    objects = 0
    expectsKey = false
    key = .other
    isClosed = false
  }

  /// Reads the bytes in `range`.
  mutating func scan(_ bytes: Span<UInt8>, _ range: Range<Int>, _ facts: inout ResponseFacts) {
    var index = range.lowerBound
    while index < range.upperBound {
      switch mode {
      case .between: index = between(bytes, index..<range.upperBound, &facts)
      case .string: index = string(bytes, index..<range.upperBound, &facts)
      case .escape:
        mode = .string
        index &+= 1
      case .number: index = digits(bytes, index..<range.upperBound, &facts)
      case .word: index = word(bytes, index..<range.upperBound)
      }
    }
  }

  // What stands between strings, numbers and words, and strings that are there as a whole.
  private mutating func between(_ bytes: Span<UInt8>, _ range: Range<Int>, _ facts: inout ResponseFacts) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      index &+= 1
      switch byte {
      case 0x20: continue
      case 0x22:
        index = stringBegan(bytes, index..<range.upperBound, &facts)
        if mode == .string { return index }
      case 0x3A: expectsKey = false
      case 0x2C: expectsKey = isInObject
      case 0x7B: opened(isObject: true, &facts)
      case 0x5B: opened(isObject: false, &facts)
      case 0x7D, 0x5D: closed(&facts)
      default:
        scalarBegan(byte, &facts)
        if mode == .number { return index &- 1 }
        if mode == .word { return index }
      }
    }
    return index
  }

  private mutating func scalarBegan(_ byte: UInt8, _ facts: inout ResponseFacts) {
    switch byte {
    case 0x2D, 0x30...0x39:
      mode = .number
      number = 0
      isWhole = true
    case 0x74, 0x66: literal(.boolean(byte == 0x74), &facts)
    case 0x6E: literal(.null, &facts)
    default: break
    }
  }

  // Behind the quote; a string without an escape whose end is there is read at once.
  private mutating func stringBegan(_ bytes: Span<UInt8>, _ range: Range<Int>, _ facts: inout ResponseFacts) -> Int {
    let end = bytes.firstOffset(ofEither: 0x22, or: 0x5C, in: range)
    guard end < range.upperBound, bytes[end] == 0x22 else {
      mode = .string
      text.clear()
      isKept = depth <= Self.deepest && (expectsKey || key.isWord)
      return range.lowerBound
    }
    if expectsKey {
      key = depth <= Self.deepest ? ResponseKey(bytes, range.lowerBound, end &- range.lowerBound) : .other
    } else {
      if key.isWord {
        text.clear()
        text.append(bytes, range.lowerBound..<end)
      }
      emit(.string, &facts)
    }
    return end &+ 1
  }

  private var isInObject: Bool { depth < 64 && objects & (1 << UInt64(depth)) != 0 }

  private mutating func opened(isObject: Bool, _ facts: inout ResponseFacts) {
    emit(.container(isObject: isObject), &facts)
    let name = isInObject ? key : .element
    depth &+= 1
    if depth < path.count { path[depth] = name }
    if depth < 64 {
      let bit: UInt64 = 1 << UInt64(depth)
      objects = isObject ? objects | bit : objects & ~bit
    }
    expectsKey = isInObject
  }

  private mutating func closed(_ facts: inout ResponseFacts) {
    if depth == 2, path[2] == .choices, !isInObject, !facts.hasChoice { facts.hasEmptyChoices = true }
    depth = max(0, depth &- 1)
    if depth == 0 { isClosed = true }
    expectsKey = false
  }

  private mutating func literal(_ value: ScannedValue, _ facts: inout ResponseFacts) {
    mode = .word
    emit(value, &facts)
  }

  private mutating func word(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    for index in range where bytes[index] < 0x61 || bytes[index] > 0x7A {
      mode = .between
      return index
    }
    return range.upperBound
  }

  private mutating func string(_ bytes: Span<UInt8>, _ range: Range<Int>, _ facts: inout ResponseFacts) -> Int {
    let end = bytes.firstOffset(ofEither: 0x22, or: 0x5C, in: range)
    if isKept { text.append(bytes, range.lowerBound..<end) }
    guard end < range.upperBound else { return end }
    if bytes[end] == 0x5C {
      mode = .escape
      text.spoil()
    } else {
      stringEnded(&facts)
    }
    return end &+ 1
  }

  private mutating func stringEnded(_ facts: inout ResponseFacts) {
    mode = .between
    if expectsKey {
      key = depth <= Self.deepest ? text.key : .other
    } else {
      emit(.string, &facts)
    }
  }

  private mutating func digits(_ bytes: Span<UInt8>, _ range: Range<Int>, _ facts: inout ResponseFacts) -> Int {
    for index in range {
      let byte = bytes[index]
      switch byte {
      case 0x30...0x39:
        if number > 1 << 52 { isWhole = false } else { number = number &* 10 &+ Int(byte &- 0x30) }
      case 0x2B, 0x2D, 0x2E, 0x45, 0x65: isWhole = false
      default:
        mode = .between
        if isWhole { emit(.whole(number), &facts) }
        return index
      }
    }
    return range.upperBound
  }

  private func place() -> ScannedPlace {
    ScannedPlace(
      depth: depth, first: depth > 1 ? path[2] : .other, second: depth > 2 ? path[3] : .other,
      third: depth > 3 ? path[4] : .other, key: isInObject ? key : .element)
  }

  private mutating func emit(_ value: ScannedValue, _ facts: inout ResponseFacts) {
    guard depth >= 1, depth < Self.deepest else { return }
    facts.note(value, at: place(), text: text)
  }
}
