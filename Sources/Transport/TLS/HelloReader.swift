/// Walks over the vectors of a TLS message (RFC 8446, 3.4); what goes beyond the end is nil.
struct HelloReader: ~Escapable {
  private let bytes: Span<UInt8>
  private(set) var position: Int
  private let end: Int

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, _ range: Range<Int>? = nil) {
    self.bytes = bytes
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  var isAtEnd: Bool { position == end }

  mutating func byte() -> UInt8? {
    guard let range = skip(1) else { return nil }
    return bytes[range.lowerBound]
  }

  mutating func number16() -> UInt16? {
    guard let range = skip(2) else { return nil }
    return UInt16(bytes[range.lowerBound]) << 8 | UInt16(bytes[range.lowerBound + 1])
  }

  /// The bytes behind a length of one byte.
  mutating func vector8() -> Range<Int>? { byte().flatMap { skip(Int($0)) } }

  /// The bytes behind a length of two bytes.
  mutating func vector16() -> Range<Int>? { number16().flatMap { skip(Int($0)) } }

  /// All that is left, as numbers of two bytes; an odd byte at the end is left out.
  mutating func numbers16() -> [UInt16] {
    var numbers: [UInt16] = []
    while let number = number16() { numbers.append(number) }
    return numbers
  }

  mutating func skip(_ count: Int) -> Range<Int>? {
    guard count <= end - position else { return nil }
    defer { position += count }
    return position..<position + count
  }
}
