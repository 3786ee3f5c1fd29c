import Bytes

/// The tokens of a comma-separated field value, such as that of `Connection`; empty members are refused.
public struct TokenList: ~Escapable {
  private let bytes: Span<UInt8>
  private var position = 0

  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// The next token, nil at the end.
  @_lifetime(copy self)
  public mutating func next() throws(HeadError) -> Span<UInt8>? {
    if position > bytes.count { return nil }
    let end = bytes.firstOffset(of: 0x2c, from: position) ?? bytes.count
    var first = position
    var last = end
    while first < last, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
    while last > first, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 { last -= 1 }
    if first == last { throw .malformedConnection }
    for i in first..<last where !CharacterClass.isToken(bytes[i]) { throw .malformedConnection }
    position = end + 1
    return bytes.extracting(first..<last)
  }
}
