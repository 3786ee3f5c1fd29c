import Cryptography

/// Writes a record's fields into the mapped journal; the caller has made sure that they fit.
@safe struct RecordWriter: ~Copyable {
  private let base: UnsafeMutableRawPointer
  private(set) var count: Int

  init(at base: UnsafeMutableRawPointer) {
    unsafe self.base = unsafe base
    count = RecordLayout.header
  }

  @inline(__always)
  mutating func write<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
    unsafe base.storeBytes(of: value.littleEndian, toByteOffset: count, as: Value.self)
    count += MemoryLayout<Value>.size
  }

  @inline(__always)
  mutating func write(_ id: RequestID) {
    write(id.high)
    write(id.low)
  }

  /// A length of two bytes and the bytes.
  @inline(__always)
  mutating func write(_ bytes: Span<UInt8>) {
    write(UInt16(truncatingIfNeeded: bytes.count))
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { unsafe (base + count).copyMemory(from: start, byteCount: source.count) }
    }
    count += bytes.count
  }

  /// Bytes that already have the record's form.
  @inline(__always)
  mutating func write(raw bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { unsafe (base + count).copyMemory(from: start, byteCount: source.count) }
    }
    count += bytes.count
  }

  /// A number, with the highest value standing for none.
  @inline(__always)
  mutating func write(_ value: UInt64?) {
    write(value ?? .max)
  }

  /// A digest, with zeros standing for none.
  @inline(__always)
  mutating func write(_ digest: Digest32?) {
    let digest = digest ?? Digest32()
    unsafe digest.bytes.withUnsafeBytes { source in
      unsafe (base + count).copyMemory(from: source.baseAddress!, byteCount: Digest32.count)
    }
    count += Digest32.count
  }
}
