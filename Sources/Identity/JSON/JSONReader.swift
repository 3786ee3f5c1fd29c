/// Reads one JSON text (RFC 8259) strictly: one value, UTF-8 without a mark, unique names, bounded depth and size.
///
/// Token headers, claims and key sets are read by this and by nothing else, so that no two parts read them differently.
struct JSONReader {
  let bytes: [UInt8]
  var position = 0
  private var values = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The value of a whole text.
  static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes)
    reader.skipSpace()
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == bytes.count else { throw .syntax(offset: reader.position) }
    return value
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte)
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    values += 1
    guard depth < IdentityLimits.jsonDepth, values <= IdentityLimits.jsonValues else { throw .tooComplex }
    switch peek {
    case 0x7b: return .object(try object(depth: depth))
    case 0x5b: return .array(try array(depth: depth))
    case 0x22: return .string(try text())
    case 0x74: return try literal("true", .bool(true))
    case 0x66: return try literal("false", .bool(false))
    case 0x6e: return try literal("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
    var members: [JSONObject.Member] = []
    var names: Set<[UInt8]> = []
    position += 1
    skipSpace()
    if take(0x7d) { return JSONObject(members: []) }
    repeat {
      skipSpace()
      let start = position
      guard peek == 0x22 else { throw .syntax(offset: position) }
      let name = Array(try text().utf8)
      guard names.insert(name).inserted else { throw .duplicate(offset: start) }
      skipSpace()
      guard take(0x3a) else { throw .syntax(offset: position) }
      skipSpace()
      members.append(JSONObject.Member(name: name, value: try value(depth: depth + 1)))
      skipSpace()
    } while take(0x2c)
    guard take(0x7d) else { throw .syntax(offset: position) }
    return JSONObject(members: members)
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    position += 1
    skipSpace()
    if take(0x5d) { return [] }
    repeat {
      skipSpace()
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while take(0x2c)
    guard take(0x5d) else { throw .syntax(offset: position) }
    return elements
  }

  private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for byte in "\(word)".utf8 {
      guard take(byte) else { throw .syntax(offset: position) }
    }
    return value
  }

  private mutating func number() throws(JSONError) -> [UInt8] {
    let start = position
    _ = take(0x2d)
    if !take(0x30) { try digits() }
    if take(0x2e) { try digits() }
    if take(0x65) || take(0x45) {
      if !take(0x2b) { _ = take(0x2d) }
      try digits()
    }
    return Array(bytes[start..<position])
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = peek, JSONReader.isDigit(byte) { position += 1 }
    guard position > start else { throw .syntax(offset: position) }
  }

  /// The byte at the position; nil at the end.
  var peek: UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  /// Steps over the byte if it is the next one.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
  }
}
