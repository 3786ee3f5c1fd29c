import CBlocks
public import Glibc

/// A growable queue of bytes: written at the tail, read at the head, its memory released when it is empty and idle.
///
/// Bound to one event loop. A class, so that a connection can hand it on without copying and without exclusivity
/// checks.
@safe public final class ByteBuffer {
  // Small and used for every byte: inlined into the modules that use it.
  @usableFromInline var base: UnsafeMutablePointer<UInt8>?
  @usableFromInline var capacity = 0
  @usableFromInline var head = 0
  @usableFromInline var tail = 0

  /// The smallest block of memory taken, in bytes.
  public static let minimumCapacity = 4096

  public init() {}

  deinit { unsafe countersign_block_give(base, capacity) }

  /// How many bytes wait to be read.
  @inlinable
  public var count: Int { tail - head }

  /// An empty buffer without memory of its own.
  @inlinable
  public var isEmpty: Bool { tail == head }

  /// How many bytes of memory are held.
  @inlinable
  public var allocatedBytes: Int { capacity }

  /// The bytes that wait to be read. Any mutation ends the span's validity, which the compiler checks.
  @inlinable
  public var readable: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span<UInt8>(_unsafeStart: UnsafePointer(pointer) + head, count: tail - head)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The bytes that wait to be read and `padding` bytes of memory behind them, whatever they hold.
  @_lifetime(borrow self)
  public func readable(padded padding: Int) -> Span<UInt8> {
    reserve(padding)
    let span = unsafe Span<UInt8>(_unsafeStart: UnsafePointer(pointer) + head, count: tail - head + padding)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// Runs `body` with the address of the readable bytes; for system calls and C libraries.
  public func withUnsafeReadable<R>(_ body: (UnsafeRawPointer, Int) -> R) -> R {
    unsafe body(UnsafeRawPointer(pointer + head), tail - head)
  }

  /// Gives `body` at least `minimum` bytes of room at the tail; `body` returns how many of them it filled.
  public func write(atLeast minimum: Int, _ body: (UnsafeMutableRawPointer, Int) -> Int) -> Int {
    reserve(minimum)
    let filled = unsafe body(UnsafeMutableRawPointer(pointer + tail), capacity - tail)
    precondition(filled <= capacity - tail)
    if filled > 0 { tail += filled }
    return filled
  }

  /// Drops `count` bytes from the head.
  @inlinable
  public func consume(_ count: Int) {
    precondition(count >= 0 && count <= tail - head)
    head += count
    if head == tail {
      head = 0
      tail = 0
    }
  }

  /// Drops `count` bytes from the tail: takes back what was appended last.
  public func truncate(by count: Int) {
    precondition(count >= 0 && count <= tail - head)
    tail -= count
  }

  /// Drops bytes from the middle; what stood behind them moves up. Offsets count from the head.
  public func remove(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= tail - head)
    if range.isEmpty { return }
    let target = unsafe pointer + head + range.lowerBound
    unsafe memmove(target, target + range.count, tail - head - range.upperBound)
    tail -= range.count
  }

  /// Drops everything and keeps the memory.
  public func removeAll() {
    head = 0
    tail = 0
  }

  /// Appends one byte.
  @inlinable
  public func append(_ byte: UInt8) {
    if tail == capacity { reserve(1) }
    unsafe pointer[tail] = byte
    tail += 1
  }

  /// Appends a copy of bytes, which must not be those of this buffer.
  @inlinable
  public func append(_ bytes: Span<UInt8>) {
    let count = bytes.count
    if count == 0 { return }
    reserve(count)
    unsafe bytes.withUnsafeBufferPointer { source in
      unsafe _ = memcpy(pointer + tail, source.baseAddress!, count)
    }
    tail += count
  }

  /// Appends a copy of an array.
  @inlinable
  public func append(_ bytes: [UInt8]) {
    append(bytes.span)
  }

  /// Appends the UTF-8 bytes of a literal.
  @inlinable
  public func append(_ text: StaticString) {
    let count = text.utf8CodeUnitCount
    reserve(count)
    unsafe memcpy(pointer + tail, text.utf8Start, count)
    tail += count
  }

  /// Appends a number in decimal digits.
  public func append(decimal value: Int) {
    reserve(20)
    tail += unsafe Digits.writeDecimal(UInt64(value.magnitude), to: pointer + tail, negative: value < 0)
  }

  /// Appends a number in lower-case hexadecimal digits without leading zeros.
  public func append(hexadecimal value: UInt64) {
    reserve(16)
    tail += unsafe Digits.writeHexadecimal(value, to: pointer + tail)
  }

  /// Appends sixteen hexadecimal digits.
  public func append(fixedHexadecimal value: UInt64) {
    reserve(16)
    let target = unsafe UnsafeMutableRawPointer(pointer + tail)
    unsafe target.storeBytes(of: Digits.hexadecimal(UInt32(truncatingIfNeeded: value >> 32)).bigEndian, as: UInt64.self)
    unsafe target.storeBytes(
      of: Digits.hexadecimal(UInt32(truncatingIfNeeded: value)).bigEndian, toByteOffset: 8, as: UInt64.self)
    tail += 16
  }

  /// Gives the memory back where nothing waits to be read.
  public func releaseIfEmpty() {
    guard isEmpty, capacity > 0 else { return }
    unsafe countersign_block_give(base, capacity)
    unsafe base = nil
    capacity = 0
    head = 0
    tail = 0
  }

  // A valid address also for a buffer without memory, so that an empty span has a start.
  @inlinable
  var pointer: UnsafeMutablePointer<UInt8> {
    unsafe base ?? UnsafeMutablePointer(bitPattern: 8)!
  }

  @inlinable
  func reserve(_ room: Int) {
    if capacity &- tail < room { makeRoom(room) }
  }

  @usableFromInline
  func makeRoom(_ room: Int) {
    let used = tail - head
    if head > 0 && capacity - used >= room && head >= used {
      unsafe memcpy(pointer, pointer + head, used)
    } else {
      grow(to: used + room)
    }
    head = 0
    tail = used
  }

  private func grow(to needed: Int) {
    let used = tail - head
    var size = Swift.max(Self.minimumCapacity, capacity)
    while size < needed { size *= 2 }
    guard let fresh = unsafe countersign_block_take(size) else { preconditionFailure("out of memory") }
    let bytes = unsafe fresh.bindMemory(to: UInt8.self, capacity: size)
    if used > 0 { unsafe memcpy(bytes, pointer + head, used) }
    unsafe countersign_block_give(base, capacity)
    unsafe base = bytes
    capacity = size
  }
}
