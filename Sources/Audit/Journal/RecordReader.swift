/// Reads a record's fields in the order in which `RecordWriter` wrote them; anything out of place marks it broken.
struct RecordReader: ~Escapable {
  let bytes: Span<UInt8>
  /// Where the next field begins.
  private(set) var offset = RecordLayout.header
  /// Whether a field did not fit the record.
  private(set) var isBroken = false

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
  }

  @inline(__always)
  mutating func read<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type = Value.self) -> Value {
    let size = MemoryLayout<Value>.size
    guard offset + size <= bytes.count else {
      isBroken = true
      return 0
    }
    defer { offset += size }
    return bytes.load(Value.self, at: offset)
  }

  mutating func readID() -> RequestID {
    let high = read(UInt64.self)
    return RequestID(high: high, low: read())
  }

  /// A number, or nil where none was known.
  mutating func readOptional() -> UInt64? {
    let value = read(UInt64.self)
    return value == .max ? nil : value
  }

  /// So many bytes, as their place in the record.
  mutating func readBytes(_ count: Int) -> Range<Int> {
    guard offset + count <= bytes.count else {
      isBroken = true
      return 0..<0
    }
    defer { offset += count }
    return offset..<offset + count
  }

  /// Bytes with their length before them, as their place in the record.
  mutating func readName() -> Range<Int> {
    readBytes(Int(read(UInt16.self)))
  }

  /// The bytes at a place.
  subscript(_ range: Range<Int>) -> Span<UInt8> {
    @_lifetime(copy self)
    get { bytes.extracting(range) }
  }
}
