import CScan
import Glibc

/// A fixed block of bytes that lines are written into and sent from.
@safe
struct LineBuffer: ~Copyable {
  let capacity: Int
  private var start = 0
  private var end = 0
  private let base: UnsafeMutablePointer<UInt8>

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
  }

  deinit { unsafe base.deallocate() }

  /// Bytes that wait to be sent.
  var count: Int { end - start }

  /// Bytes that can be appended; `compact` may make it more.
  var room: Int { capacity - end }

  mutating func append(_ byte: UInt8) {
    precondition(end < capacity)
    unsafe base[end] = byte
    end += 1
  }

  /// Appends `bytes[range]`.
  mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count && range.count <= room)
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let first = source.baseAddress else { return }
      unsafe memcpy(base + end, first + range.lowerBound, range.count)
    }
    end += range.count
  }

  /// Appends all bytes of an array.
  mutating func append(_ bytes: [UInt8]) { append(bytes.span, 0..<bytes.count) }

  /// Appends the run of bytes from `place` that stand for themselves in a JSON string, at most `limit`; its end.
  mutating func appendPlain(_ bytes: Span<UInt8>, from place: Int, limit: Int) -> Int {
    let length = min(bytes.count - place, limit, room)
    guard place >= 0, length > 0 else { return place }
    let copied = unsafe bytes.withUnsafeBufferPointer { source in
      guard let first = source.baseAddress else { return 0 }
      let plain = unsafe countersign_find_json_special(first + place, length)
      unsafe memcpy(base + end, first + place, plain)
      return plain
    }
    end += copied
    return place + copied
  }

  /// Appends ASCII text known when the program was built.
  mutating func append(_ literal: StaticString) {
    let length = literal.utf8CodeUnitCount
    precondition(length <= room)
    unsafe memcpy(base + end, literal.utf8Start, length)
    end += length
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
    for index in stride(from: end + digits - 1, through: end, by: -1) {
      unsafe base[index] = UInt8(truncatingIfNeeded: UInt64(UInt8(ascii: "0")) + rest % 10)
      rest /= 10
    }
    end += digits
  }

  /// How many bytes, at most `limit`, make whole lines; 0 when not even one line is that short.
  func wholeLines(within limit: Int) -> Int {
    var length = min(limit, count)
    while length > 0, unsafe base[start + length - 1] != 0x0A { length -= 1 }
    return length
  }

  /// Drops the first `length` bytes.
  mutating func removeFirst(_ length: Int) {
    precondition(length <= count)
    start += length
    if start == end { (start, end) = (0, 0) }
  }

  /// Moves what waits to the front, so that all the room there is can be used.
  mutating func compact() {
    unsafe memmove(base, base + start, count)
    (start, end) = (0, count)
  }

  /// Writes the first `length` bytes; what `write(2)` returned, with `errno` set when that is negative.
  func write(_ length: Int, to descriptor: Int32) -> Int {
    unsafe Glibc.write(descriptor, base + start, min(length, count))
  }

  /// The bytes, for tests and for whom a copy is cheap enough.
  var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: base + start, count: count)) }
}
