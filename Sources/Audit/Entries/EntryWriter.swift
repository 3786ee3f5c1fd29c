import Cryptography

/// Writes one entry as canonical JSON; the caller gives the keys in their sorted order.
///
/// Canonical is RFC 8785 without fractions: no spaces, keys sorted, the shortest escapes, lower-case hexadecimal.
/// Each member is written with its comma before it; the first one's becomes the opening brace.
struct EntryWriter {
  /// The entry so far; shared by copies of the writer, of which one is used at a time.
  private var buffer = EntryBuffer()

  /// The entry so far.
  var entry: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { buffer.bytes }
  }

  /// The entry so far as an array of its own.
  var bytes: [UInt8] { [UInt8](buffer.bytes) }

  /// Whether something did not fit.
  var isTooLong: Bool { buffer.isTooLong }

  /// How long the entry is so far.
  var count: Int { buffer.count }

  /// Begins a new entry in the same memory.
  mutating func begin() {
    buffer.clear()
  }

  /// Ends the entry, which has at least one member.
  mutating func end() {
    buffer.open()
    buffer.append(UInt8(ascii: "}"))
  }

  /// Members as they were written before, each with its comma.
  @inline(__always)
  mutating func members(_ bytes: Span<UInt8>) {
    buffer.append(bytes)
  }

  @inline(__always)
  mutating func key(_ name: StaticString) {
    buffer.append(",\"")
    buffer.append(name)
    buffer.append("\":")
  }

  @inline(__always)
  mutating func field(_ name: StaticString, _ value: UInt64) {
    key(name)
    buffer.append(decimal: value)
  }

  /// Leaves the field out where there is none.
  @inline(__always)
  mutating func field(_ name: StaticString, _ value: UInt64?) {
    if let value { field(name, value) }
  }

  @inline(__always)
  mutating func field(_ name: StaticString, _ value: StaticString) {
    key(name)
    buffer.append(UInt8(ascii: "\""))
    buffer.append(value)
    buffer.append(UInt8(ascii: "\""))
  }

  @inline(__always)
  mutating func field(_ name: StaticString, _ value: Bool) {
    key(name)
    buffer.append(value ? "true" : "false")
  }

  /// Leaves an empty text out.
  mutating func field(_ name: StaticString, _ text: Span<UInt8>) {
    guard !text.isEmpty else { return }
    key(name)
    string(text)
  }

  @inline(__always)
  mutating func field(_ name: StaticString, _ id: RequestID) {
    key(name)
    buffer.append(UInt8(ascii: "\""))
    buffer.append(hex: id.high)
    buffer.append(hex: id.low)
    buffer.append(UInt8(ascii: "\""))
  }

  /// Bytes in lower-case hexadecimal.
  mutating func field(_ name: StaticString, hex value: Span<UInt8>) {
    key(name)
    buffer.append(UInt8(ascii: "\""))
    var index = 0
    while index + 8 <= value.count {
      buffer.append(hex: UInt64(value.load(UInt64.self, at: index)).byteSwapped)
      index += 8
    }
    while index < value.count {
      buffer.append(hex: value[index])
      index += 1
    }
    buffer.append(UInt8(ascii: "\""))
  }

  /// The pieces between separators as an array of strings; leaves it out where there is nothing.
  mutating func field(_ name: StaticString, list: Span<UInt8>, separator: UInt8) {
    guard !list.isEmpty else { return }
    key(name)
    buffer.append(UInt8(ascii: "["))
    var start = 0
    for index in 0...list.count where index == list.count || list[index] == separator {
      if start > 0 { buffer.append(UInt8(ascii: ",")) }
      string(list.extracting(start..<index))
      start = index + 1
    }
    buffer.append(UInt8(ascii: "]"))
  }

  /// An object of texts, its keys sorted by their bytes.
  mutating func field(_ name: StaticString, object: [String: String]) {
    guard !object.isEmpty else { return }
    key(name)
    buffer.append(UInt8(ascii: "{"))
    let sorted = object.map { (Array($0.key.utf8), Array($0.value.utf8)) }.sorted {
      $0.0.lexicographicallyPrecedes($1.0)
    }
    for (index, pair) in sorted.enumerated() {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      string(pair.0.span)
      buffer.append(UInt8(ascii: ":"))
      string(pair.1.span)
    }
    buffer.append(UInt8(ascii: "}"))
  }

  /// A text in quotes, escaped as RFC 8785 section 3.2.2.2 says; bytes that are not UTF-8 become U+FFFD.
  mutating func string(_ text: Span<UInt8>) {
    buffer.append(UInt8(ascii: "\""))
    if JSONText.isPlain(text) {
      buffer.append(text)
    } else {
      JSONText.escape(text, into: &buffer)
    }
    buffer.append(UInt8(ascii: "\""))
  }
}
