import Bytes

/// One header line: where its name and value stand, and what it is.
public struct Field: Sendable {
  /// Where the name stands, in the case it was sent in.
  public let name: ByteRange
  /// Where the value stands, without the space around it.
  public let value: ByteRange
  /// What Countersign knows the name as.
  public let kind: FieldKind
}

/// The header lines of one message, by position in its buffer; reused from message to message.
public struct FieldTable: ~Copyable {
  private var fields: [Field] = []

  init() { fields.reserveCapacity(32) }

  /// How many lines the message has.
  public var count: Int { fields.count }

  /// The line at `index`, in the order of the message.
  public subscript(index: Int) -> Field { fields[index] }

  mutating func removeAll() { fields.removeAll(keepingCapacity: true) }

  /// Reads header lines from `start` until the empty line; the offset behind it, or nil where it has not arrived yet.
  mutating func read(_ bytes: Span<UInt8>, from start: Int, limit: Int) throws(HeadError) -> Int? {
    var line = start
    while true {
      guard let newline = bytes.firstOffset(of: 0x0a, from: line) else { return nil }
      guard newline > line, bytes[newline - 1] == 0x0d else { throw .bareLineEnd }
      if newline - 1 == line { return newline + 1 }
      if fields.count == limit { throw .tooManyFields }
      fields.append(try Self.field(bytes, line, newline - 1))
      line = newline + 1
    }
  }

  private static func field(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(HeadError) -> Field {
    var colon = start
    var isUnderscored = false
    while colon < end, CharacterClass.isToken(bytes[colon]) {
      if bytes[colon] == 0x5f { isUnderscored = true }
      colon += 1
    }
    guard colon < end, bytes[colon] == 0x3a, colon > start else { throw nameError(bytes, start, colon, end) }
    var first = colon + 1
    var last = end
    while first < last, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
    while last > first, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 { last -= 1 }
    guard CharacterClass.isFieldValue(bytes.extracting(first..<last)) else { throw .malformedFieldValue }
    let kind = isUnderscored ? FieldKind.underscored : FieldKind(name: bytes.extracting(start..<colon))
    return Field(name: ByteRange(start, colon - start), value: ByteRange(first, last - first), kind: kind)
  }

  private static func nameError(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ end: Int) -> HeadError {
    if bytes[start] == 0x20 || bytes[start] == 0x09 { return .foldedLine }
    return stop == end ? .malformedFieldLine : .malformedFieldName
  }
}
