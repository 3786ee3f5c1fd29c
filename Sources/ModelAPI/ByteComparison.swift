/// Whether `count` bytes of both spans are the same, from the given offsets; the caller has checked the bounds.
func equal(_ left: Span<UInt8>, _ leftStart: Int, _ right: Span<UInt8>, _ rightStart: Int, _ count: Int) -> Bool {
  for offset in 0..<count where left[leftStart &+ offset] != right[rightStart &+ offset] {
    return false
  }
  return true
}

/// Whether the span holds exactly these constant bytes.
func equal(_ bytes: Span<UInt8>, _ text: StaticString) -> Bool {
  bytes.count == text.utf8CodeUnitCount && begins(bytes, 0, with: text)
}

/// Whether the constant bytes stand at `start`.
func begins(_ bytes: Span<UInt8>, _ start: Int, with text: StaticString) -> Bool {
  guard bytes.count &- start >= text.utf8CodeUnitCount else { return false }
  for offset in 0..<text.utf8CodeUnitCount where unsafe bytes[start &+ offset] != text.utf8Start[offset] {
    return false
  }
  return true
}

/// Whether the span holds these constant lower-case bytes, ASCII letters compared without case.
func equalIgnoringCase(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ text: StaticString) -> Bool {
  guard end &- start == text.utf8CodeUnitCount else { return false }
  for offset in 0..<text.utf8CodeUnitCount {
    let byte = bytes[start &+ offset]
    let folded = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    if unsafe folded != text.utf8Start[offset] { return false }
  }
  return true
}

extension [UInt8] {
  /// Appends constant text.
  mutating func append(_ text: StaticString) {
    unsafe append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends the bytes of a span.
  mutating func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  /// Appends part of a span.
  mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    append(bytes.extracting(range))
  }

  /// Appends a decimal number.
  mutating func append(decimal value: Int64) {
    if value < 0 { append(0x2D) }
    var rest = value.magnitude
    let start = count
    repeat {
      append(0x30 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    self[start...].reverse()
  }
}
