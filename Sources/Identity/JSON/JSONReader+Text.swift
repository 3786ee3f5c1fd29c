extension JSONReader {
  /// Reads a string with its quotes and undoes its escapes.
  mutating func text() throws(JSONError) -> String {
    let start = position
    guard take(0x22) else { throw .syntax(offset: position) }
    var content: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case 0x22:
        guard let text = String(validating: content, as: UTF8.self) else { throw .encoding(offset: start) }
        return text
      case 0x5c: try appendEscape(to: &content)
      case 0..<0x20: throw .syntax(offset: position - 1)
      default: content.append(byte)
      }
    }
    throw .syntax(offset: position)
  }

  private mutating func appendEscape(to content: inout [UInt8]) throws(JSONError) {
    guard let byte = peek else { throw .syntax(offset: position) }
    position += 1
    switch byte {
    case 0x22, 0x5c, 0x2f: content.append(byte)
    case 0x62: content.append(0x08)
    case 0x66: content.append(0x0c)
    case 0x6e: content.append(0x0a)
    case 0x72: content.append(0x0d)
    case 0x74: content.append(0x09)
    case 0x75: content.append(contentsOf: Array(String(Character(try scalar())).utf8))
    default: throw .syntax(offset: position - 1)
    }
  }

  /// The scalar after `\u`, of one escape or of a surrogate pair.
  private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
    let start = position
    let high = try codeUnit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard UTF16.isLeadSurrogate(high), take(0x5c), take(0x75) else { throw .encoding(offset: start) }
    let low = try codeUnit()
    guard UTF16.isTrailSurrogate(low),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(high) - 0xd800) << 10 + (UInt32(low) - 0xdc00))
    else { throw .encoding(offset: start) }
    return scalar
  }

  private mutating func codeUnit() throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek else { throw .syntax(offset: position) }
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x41 + 10
      case 0x61...0x66: digit = byte - 0x61 + 10
      default: throw .syntax(offset: position)
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }
}
