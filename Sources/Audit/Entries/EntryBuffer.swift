/// Memory for one entry, reused for all: writing past its end marks it too long instead.
@safe final class EntryBuffer {
  private let start: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  /// Whether something did not fit.
  private(set) var isTooLong = false

  init() {
    unsafe start = .allocate(capacity: RecordLimit.entry)
    unsafe start.initialize(repeating: 0, count: RecordLimit.entry)
  }

  deinit {
    unsafe start.deallocate()
  }

  func clear() {
    count = 0
    isTooLong = false
  }

  @inline(__always)
  func append(_ byte: UInt8) {
    guard count < RecordLimit.entry else {
      isTooLong = true
      return
    }
    unsafe start[count] = byte
    count += 1
  }

  @inline(__always)
  func append(_ text: StaticString) {
    unsafe append(UnsafeRawPointer(text.utf8Start), text.utf8CodeUnitCount)
  }

  @inline(__always)
  func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { source in
      if let base = source.baseAddress { unsafe append(base, source.count) }
    }
  }

  @inline(__always)
  private func append(_ bytes: UnsafeRawPointer, _ size: Int) {
    guard count + size <= RecordLimit.entry else {
      isTooLong = true
      return
    }
    unsafe UnsafeMutableRawPointer(start + count).copyMemory(from: bytes, byteCount: size)
    count += size
  }

  /// Bytes in lower-case hexadecimal.
  @inline(__always)
  func append(hex byte: UInt8) {
    append(EntryBuffer.digit(byte >> 4))
    append(EntryBuffer.digit(byte & 15))
  }

  @inline(__always)
  private static func digit(_ value: UInt8) -> UInt8 {
    // 0 to 9 and a to f without a branch: the letters lie 39 above where the digits would go on.
    value &+ UInt8(ascii: "0") &+ (value &+ 6) >> 4 &* 39
  }

  /// A number in decimal digits.
  func append(decimal value: UInt64) {
    var divisor: UInt64 = 1
    while value / divisor >= 10 { divisor &*= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }

  /// The entry so far.
  var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get {
      unsafe _overrideLifetime(Span(_unsafeStart: UnsafePointer(start), count: count), borrowing: self)
    }
  }
}
