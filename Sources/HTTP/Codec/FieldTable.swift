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
///
/// A class held by `let`, so that looking at a line costs no check of exclusive access.
public final class FieldTable {
  @usableFromInline var fields: [Field] = []
  private let names = FieldKind.names

  init() { fields.reserveCapacity(32) }

  /// How many lines the message has.
  @inlinable
  public var count: Int { fields.count }

  /// The line at `index`, in the order of the message.
  @inlinable
  public subscript(index: Int) -> Field { fields[index] }

  func removeAll() { fields.removeAll(keepingCapacity: true) }

  /// Reads header lines from `start` until the empty line; the offset behind it, or nil where it has not arrived yet.
  func read(_ bytes: Span<UInt8>, from start: Int, limit: Int) throws(HeadError) -> Int? {
    var line = start
    while true {
      guard let newline = bytes.firstOffset(of: 0x0a, from: line) else { return nil }
      guard newline > line, bytes[newline - 1] == 0x0d else { throw .bareLineEnd }
      if newline - 1 == line { return newline + 1 }
      if fields.count == limit { throw .tooManyFields }
      fields.append(try field(bytes, line, newline - 1))
      line = newline + 1
    }
  }

  private func field(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(HeadError) -> Field {
    if let colon = bytes.firstOffset(of: 0x3a, from: start), colon < end,
      let known = names.lookup(bytes, start, colon - start), let kind = FieldKind(rawValue: known)
    {
      return try Self.field(bytes, start, colon, end, kind)
    }
    let (colon, isUnderscored) = Self.nameEnd(bytes, start, end)
    guard colon < end, bytes[colon] == 0x3a, colon > start else { throw Self.nameError(bytes, start, colon, end) }
    let name = bytes.extracting(start..<colon)
    let kind = isUnderscored ? FieldKind.underscored : FieldKind(name: name)
    let field = try Self.field(bytes, start, colon, end, kind)
    if kind == .underscored || kind == .other, Self.imitatesFraming(name) { throw .malformedFieldName }
    return field
  }

  private static func field(
    _ bytes: Span<UInt8>, _ start: Int, _ colon: Int, _ end: Int, _ kind: FieldKind
  ) throws(HeadError) -> Field {
    var first = colon + 1
    var last = end
    while first < last, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
    while last > first, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 { last -= 1 }
    guard CharacterClass.isFieldValue(bytes.extracting(first..<last)) else { throw .malformedFieldValue }
    return Field(name: ByteRange(start, colon - start), value: ByteRange(first, last - first), kind: kind)
  }

  private static func nameEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (colon: Int, isUnderscored: Bool) {
    var colon = start
    var isUnderscored = false
    while colon < end, CharacterClass.isToken(bytes[colon]) {
      if bytes[colon] == 0x5f { isUnderscored = true }
      colon += 1
    }
    return (colon, isUnderscored)
  }

  // `Transfer_Encoding` and the like frame nothing here, but may have where the bytes came from or go to.
  static func imitatesFraming(_ name: Span<UInt8>) -> Bool {
    guard name.count >= 13 else { return false }
    switch ASCII.lowercased(name[0]) {
    case 0x63: return lettersEqual(name, "contentlength")
    case 0x74: return lettersEqual(name, "transferencoding")
    default: return false
    }
  }

  private static func lettersEqual(_ name: Span<UInt8>, _ letters: StaticString) -> Bool {
    var next = 0
    for i in name.indices {
      let byte = ASCII.lowercased(name[i])
      guard byte &- 0x61 < 26 || byte &- 0x30 < 10 else { continue }
      guard next < letters.utf8CodeUnitCount, unsafe letters.utf8Start[next] == byte else { return false }
      next += 1
    }
    return next == letters.utf8CodeUnitCount
  }

  private static func nameError(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ end: Int) -> HeadError {
    if bytes[start] == 0x20 || bytes[start] == 0x09 { return .foldedLine }
    return stop == end ? .malformedFieldLine : .malformedFieldName
  }
}
