/// A set of known fields, one bit each.
struct FieldSet: Sendable {
  private var words: InlineArray<4, UInt64> = [0, 0, 0, 0]

  init(_ fields: [Field]) {
    for field in fields { insert(field) }
  }

  mutating func insert(_ field: Field) {
    let number = Self.number(field)
    words[number >> 6] |= 1 << UInt64(number & 63)
  }

  @inline(__always)
  func contains(_ field: Field) -> Bool {
    let number = Self.number(field)
    return words[number >> 6] & (1 << UInt64(number & 63)) != 0
  }

  /// The place of a field among all, which is how an enum without payload is kept in memory.
  @inline(__always)
  private static func number(_ field: Field) -> Int { Int(unsafe unsafeBitCast(field, to: UInt8.self)) }
}
