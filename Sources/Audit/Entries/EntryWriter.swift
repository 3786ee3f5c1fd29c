/// Writes one entry as canonical JSON; the caller gives the keys in their sorted order.
///
/// Canonical is RFC 8785 without fractions: no spaces, keys sorted, the shortest escapes, lower-case hexadecimal.
struct EntryWriter {
  /// The entry so far.
  private(set) var bytes: [UInt8] = []
  private var isFirst = true

  init() {
    bytes.reserveCapacity(2048)
  }

  /// Begins a new entry in the same memory.
  mutating func begin() {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(UInt8(ascii: "{"))
    isFirst = true
  }

  mutating func end() {
    bytes.append(UInt8(ascii: "}"))
  }

  mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    raw(name)
    raw("\":")
  }

  mutating func field(_ name: StaticString, _ value: UInt64) {
    key(name)
    number(value)
  }

  /// Leaves the field out where there is none.
  mutating func field(_ name: StaticString, _ value: UInt64?) {
    if let value { field(name, value) }
  }

  mutating func field(_ name: StaticString, _ value: StaticString) {
    key(name)
    bytes.append(UInt8(ascii: "\""))
    raw(value)
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func field(_ name: StaticString, _ value: Bool) {
    key(name)
    raw(value ? "true" : "false")
  }

  /// Leaves an empty text out.
  mutating func field(_ name: StaticString, _ text: Span<UInt8>) {
    guard !text.isEmpty else { return }
    key(name)
    string(text)
  }

  mutating func field(_ name: StaticString, _ id: RequestID) {
    key(name)
    bytes.append(UInt8(ascii: "\""))
    hex(id.high)
    hex(id.low)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Bytes in lower-case hexadecimal.
  mutating func field(_ name: StaticString, hex value: Span<UInt8>) {
    key(name)
    bytes.append(UInt8(ascii: "\""))
    for index in value.indices { hex(value[index]) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The pieces between separators as an array of strings; leaves it out where there is nothing.
  mutating func field(_ name: StaticString, list: Span<UInt8>, separator: UInt8) {
    guard !list.isEmpty else { return }
    key(name)
    bytes.append(UInt8(ascii: "["))
    var start = 0
    for index in 0...list.count where index == list.count || list[index] == separator {
      if start > 0 { bytes.append(UInt8(ascii: ",")) }
      string(list.extracting(start..<index))
      start = index + 1
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// An object of texts, its keys sorted by their bytes.
  mutating func field(_ name: StaticString, object: [String: String]) {
    guard !object.isEmpty else { return }
    key(name)
    bytes.append(UInt8(ascii: "{"))
    let sorted = object.map { (Array($0.key.utf8), Array($0.value.utf8)) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
    for (index, pair) in sorted.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      string(pair.0.span)
      bytes.append(UInt8(ascii: ":"))
      string(pair.1.span)
    }
    bytes.append(UInt8(ascii: "}"))
  }
}

extension EntryWriter {
  private mutating func separate() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
  }

  @inline(__always)
  private mutating func raw(_ text: StaticString) {
    unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func number(_ value: UInt64) {
    if value >= 10 { number(value / 10) }
    bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
  }

  private mutating func hex(_ value: UInt64) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) { hex(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  @inline(__always)
  private mutating func hex(_ byte: UInt8) {
    bytes.append(EntryWriter.digit(byte >> 4))
    bytes.append(EntryWriter.digit(byte & 15))
  }

  @inline(__always)
  static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }

  /// A text in quotes, escaped as RFC 8785 section 3.2.2.2 says; bytes that are not UTF-8 become U+FFFD.
  mutating func string(_ text: Span<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    if JSONText.isPlain(text) {
      unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    } else {
      JSONText.escape(text, into: &bytes)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
