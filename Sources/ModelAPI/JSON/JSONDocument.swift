/// A checked document: its bytes and its structural marks, read without building a tree.
struct JSONDocument: ~Escapable {
  let bytes: Span<UInt8>
  let marks: Span<UInt32>

  @_lifetime(copy bytes, copy marks)
  init(bytes: Span<UInt8>, marks: Span<UInt32>) {
    self.bytes = bytes
    self.marks = marks
  }

  /// Where the value at this mark begins.
  func start(_ mark: Int) -> Int { Int(marks[mark]) }

  /// The first byte of the value at this mark, which tells its kind.
  func kind(_ mark: Int) -> UInt8 { bytes[Int(marks[mark])] }

  /// The bytes of a scalar: a string with its quotes, a number or a word.
  func scalar(_ mark: Int) -> Range<Int> {
    var end = mark &+ 1 < marks.count ? Int(marks[mark &+ 1]) : bytes.count
    while isSpace(bytes[end &- 1]) { end &-= 1 }
    return Int(marks[mark])..<end
  }

  /// The inside of a string, escapes as they stand; nil for another value.
  func string(_ mark: Int) -> Range<Int>? {
    guard kind(mark) == 0x22 else { return nil }
    let whole = scalar(mark)
    return whole.lowerBound &+ 1..<whole.upperBound &- 1
  }

  func isNull(_ mark: Int) -> Bool { kind(mark) == 0x6E }

  /// True or false, or nil for another value.
  func boolean(_ mark: Int) -> Bool? {
    switch kind(mark) {
    case 0x74: true
    case 0x66: false
    default: nil
    }
  }

  /// A whole number of at most 18 digits, written without point and exponent; nil for another value.
  func integer(_ mark: Int) -> Int? {
    let range = scalar(mark)
    let isNegative = bytes[range.lowerBound] == 0x2D
    let first = range.lowerBound &+ (isNegative ? 1 : 0)
    guard first < range.upperBound, range.upperBound &- first <= 18 else { return nil }
    var value = 0
    for index in first..<range.upperBound {
      let digit = bytes[index] &- 0x30
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    return isNegative ? -value : value
  }

  /// Whether an object, an array or a string has nothing in it.
  func isEmpty(_ mark: Int) -> Bool {
    switch kind(mark) {
    case 0x7B, 0x5B: kind(mark &+ 1) == 0x7D || kind(mark &+ 1) == 0x5D
    case 0x22: bytes[start(mark) &+ 1] == 0x22
    default: false
    }
  }

  /// Whether a field says something: anything but null, false and what is empty.
  func saysSomething(_ mark: Int) -> Bool { !isNull(mark) && boolean(mark) != false && !isEmpty(mark) }

  /// The unescaped text of a key or string, for a refusal or a tool's name; allocates.
  func text(_ range: Range<Int>) -> [UInt8] {
    var output: [UInt8] = []
    JSONEscapes.append(bytes, range, to: &output)
    return output
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
