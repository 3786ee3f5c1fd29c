import CLinux

/// How far a journal was read: the next record's distance from the journal's beginning, and its sequence number.
struct JournalPosition: Equatable, Sendable {
  var distance: UInt64 = 0
  /// The sequence number of the last record read, 0 before the first.
  var sequence: UInt64 = 0

  /// The place of the next whole record in the ring, after which the position is behind it; nil at the end or where the
  /// record is torn. Padding is passed over.
  mutating func next(in ring: Span<UInt8>, seed: UInt32, until end: UInt64) -> Range<Int>? {
    next(in: ring, until: end) { start, size in
      let sum = ring.load(UInt32.self, at: start + 4)
      return unsafe sum
        == ring.extracting(start + 8..<start + size).withUnsafeBytes {
          unsafe countersign_crc32c(seed, $0.baseAddress, $0.count)
        }
    }
  }

  /// The same in this process's own ring, up to a head it published: no checksum is needed to know what is whole.
  mutating func next(in ring: Span<UInt8>, published end: UInt64) -> Range<Int>? {
    next(in: ring, until: end) { _, _ in true }
  }

  @inline(__always)
  private mutating func next(
    in ring: Span<UInt8>, until end: UInt64, isWhole: (_ start: Int, _ size: Int) -> Bool
  ) -> Range<Int>? {
    let capacity = UInt64(ring.count)
    while distance < end {
      let start = Int(distance & (capacity - 1))
      if ring.count - start < RecordLayout.header {
        distance += UInt64(ring.count - start)
        continue
      }
      guard let size = following(in: ring, at: start), isWhole(start, size), distance + UInt64(size) <= end else {
        return nil
      }
      sequence += 1
      distance += UInt64(size)
      if ring[start + 16] != RecordKind.padding.rawValue { return start..<start + size }
    }
    return nil
  }

  /// The size of the record there, if it is the one that follows.
  @inline(__always)
  private func following(in ring: Span<UInt8>, at start: Int) -> Int? {
    let size = Int(ring.load(UInt32.self, at: start))
    let aligned = size % RecordLayout.alignment == 0
    guard size >= RecordLayout.header, aligned, start + size <= ring.count else { return nil }
    return ring.load(UInt64.self, at: start + 8) == sequence + 1 ? size : nil
  }
}

extension Span<UInt8> {
  /// The little-endian integer at an offset, which must lie inside.
  @inline(__always)
  func load<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type, at offset: Int) -> Value {
    let raw = unsafe bytes
    return Value(littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self))
  }
}
