import Glibc

/// A fixed block of bytes that lines are written into and sent from.
@safe
struct LineBuffer: ~Copyable {
  let capacity: Int
  private(set) var count = 0
  private let base: UnsafeMutablePointer<UInt8>

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
  }

  deinit { unsafe base.deallocate() }

  var room: Int { capacity - count }

  mutating func append(_ byte: UInt8) {
    precondition(count < capacity)
    unsafe base[count] = byte
    count += 1
  }

  /// Appends `bytes[range]`.
  mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count && range.count <= room)
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe memcpy(base + count, start + range.lowerBound, range.count)
    }
    count += range.count
  }

  /// Appends the run of bytes from `start` that stand for themselves in a JSON string, at most `limit`; its end.
  mutating func appendPlain(_ bytes: Span<UInt8>, from start: Int, limit: Int) -> Int {
    let length = min(bytes.count - start, limit, room)
    guard start >= 0, length > 0 else { return start }
    let copied = unsafe bytes.withUnsafeBufferPointer { source in
      guard let first = source.baseAddress else { return 0 }
      let from = unsafe first + start
      let to = unsafe base + count
      var index = 0
      while index < length {
        let byte = unsafe from[index]
        guard byte &- 0x20 < 0x5F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
        unsafe to[index] = byte
        index &+= 1
      }
      return index
    }
    count += copied
    return start + copied
  }

  /// Appends ASCII text known when the program was built.
  mutating func append(_ literal: StaticString) {
    let length = literal.utf8CodeUnitCount
    precondition(length <= room)
    unsafe memcpy(base + count, literal.utf8Start, length)
    count += length
  }

  /// Appends a number in decimal.
  mutating func append(decimal value: UInt64) {
    var digits = 1
    var rest = value / 10
    while rest > 0 {
      digits += 1
      rest /= 10
    }
    append(decimal: value, digits: digits)
  }

  /// Appends the last `digits` decimal digits of a number, zeros in front.
  mutating func append(decimal value: UInt64, digits: Int) {
    precondition(digits <= room)
    var rest = value
    for index in stride(from: count + digits - 1, through: count, by: -1) {
      unsafe base[index] = UInt8(truncatingIfNeeded: UInt64(UInt8(ascii: "0")) + rest % 10)
      rest /= 10
    }
    count += digits
  }

  /// How many bytes, at most `limit`, make whole lines; 0 when not even one line is that short.
  func wholeLines(within limit: Int) -> Int {
    var length = min(limit, count)
    while length > 0, unsafe base[length - 1] != 0x0A { length -= 1 }
    return length
  }

  /// Drops the first `length` bytes.
  mutating func removeFirst(_ length: Int) {
    precondition(length <= count)
    unsafe memmove(base, base + length, count - length)
    count -= length
  }

  /// Drops what was appended since the buffer held `length` bytes.
  mutating func truncate(to length: Int) {
    precondition(length <= count)
    count = length
  }

  /// Writes the first `length` bytes; what `write(2)` returned, with `errno` set when that is negative.
  func write(_ length: Int, to descriptor: Int32) -> Int {
    unsafe Glibc.write(descriptor, base, min(length, count))
  }

  /// The bytes, for tests and for whom a copy is cheap enough.
  var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }
}
