/// The entry being written: writing past its longest marks it too long instead.
///
/// Copies share the memory, of which one is used at a time; the count is a plain field, so that no write is checked for
/// exclusivity at run time.
@safe struct EntryBuffer {
  private let memory: EntryMemory
  private let start: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  /// Whether something did not fit.
  private(set) var isTooLong = false

  init() {
    memory = EntryMemory()
    unsafe start = memory.start
  }

  mutating func clear() {
    count = 0
    isTooLong = false
  }

  /// Whether so many bytes more fit; marks the entry where not.
  @inline(__always)
  private mutating func hasRoom(_ size: Int) -> Bool {
    if count + size <= RecordLimit.entry { return true }
    isTooLong = true
    return false
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    guard hasRoom(1) else { return }
    unsafe start[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    unsafe append(UnsafeRawPointer(text.utf8Start), text.utf8CodeUnitCount)
  }

  @inline(__always)
  mutating func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { source in
      if let base = source.baseAddress { unsafe append(base, source.count) }
    }
  }

  @inline(__always)
  private mutating func append(_ bytes: UnsafeRawPointer, _ size: Int) {
    guard hasRoom(size) else { return }
    unsafe UnsafeMutableRawPointer(start + count).copyMemory(from: bytes, byteCount: size)
    count += size
  }

  /// Turns the first byte, a comma, into the object's brace.
  mutating func open() {
    unsafe start[0] = UInt8(ascii: "{")
  }

  /// A byte in lower-case hexadecimal.
  @inline(__always)
  mutating func append(hex byte: UInt8) {
    guard hasRoom(2) else { return }
    let digits = EntryBuffer.digits(UInt32(byte))
    unsafe start[count] = UInt8(truncatingIfNeeded: digits >> 8)
    unsafe start[count + 1] = UInt8(truncatingIfNeeded: digits)
    count += 2
  }

  /// 16 digits in lower-case hexadecimal.
  @inline(__always)
  mutating func append(hex value: UInt64) {
    guard hasRoom(16) else { return }
    let memory = unsafe UnsafeMutableRawPointer(start + count)
    let high = EntryBuffer.digits(UInt32(truncatingIfNeeded: value >> 32))
    let low = EntryBuffer.digits(UInt32(truncatingIfNeeded: value))
    unsafe memory.storeBytes(of: high.bigEndian, as: UInt64.self)
    unsafe memory.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
    count += 16
  }

  /// Eight hexadecimal digits, the first in the highest byte: all nibbles are spread out and lifted to ASCII at once.
  @inline(__always)
  private static func digits(_ value: UInt32) -> UInt64 {
    var spread = UInt64(value)
    spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff
    spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff
    spread = (spread | spread << 4) & 0x0f0f_0f0f_0f0f_0f0f
    // 10 to 15 become a to f: the letters lie 39 above where the digits would go on.
    let letters = (spread &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return spread &+ 0x3030_3030_3030_3030 &+ letters &* 39
  }

  /// A number in decimal digits.
  mutating func append(decimal value: UInt64) {
    let width = EntryBuffer.digitCount(value)
    guard hasRoom(width) else { return }
    var rest = value
    var place = count + width
    repeat {
      place -= 1
      let quotient = rest / 10
      unsafe start[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest &- quotient &* 10)
      rest = quotient
    } while rest > 0
    count += width
  }

  private static func digitCount(_ value: UInt64) -> Int {
    var width = 1
    var bound: UInt64 = 10
    while value >= bound {
      width += 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if overflow { break }
      bound = next
    }
    return width
  }

  /// The entry so far.
  var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get {
      unsafe _overrideLifetime(Span(_unsafeStart: UnsafePointer(start), count: count), borrowing: self)
    }
  }
}
