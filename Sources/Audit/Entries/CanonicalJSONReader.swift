/// Reads canonical JSON and nothing else: no spaces, keys ascending by their bytes, shortest escapes, UTF-8.
struct CanonicalJSONReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func value(depth: Int) -> CanonicalJSON? {
    guard depth < CanonicalJSON.maximumDepth, offset < bytes.count else { return nil }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return text().flatMap { String(validating: $0, as: UTF8.self) }.map(CanonicalJSON.string)
    case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
    default: return number()
    }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    let wanted = unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard unsafe bytes[offset...].starts(with: wanted) else { return false }
    offset += text.utf8CodeUnitCount
    return true
  }

  private mutating func number() -> CanonicalJSON? {
    let start = offset
    while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) { offset += 1 }
    return Decimal.parse(bytes[start..<offset]).map(CanonicalJSON.number)
  }

  private mutating func array(depth: Int) -> CanonicalJSON? {
    var elements: [CanonicalJSON] = []
    guard take("[") else { return nil }
    if take("]") { return .array([]) }
    repeat {
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
    } while take(",")
    return take("]") ? .array(elements) : nil
  }

  private mutating func object(depth: Int) -> CanonicalJSON? {
    var members: [String: CanonicalJSON] = [:]
    var last: [UInt8]?
    guard take("{") else { return nil }
    if take("}") { return .object([:]) }
    repeat {
      guard let key = text(), last?.lexicographicallyPrecedes(key) ?? true, take(":"),
        let member = value(depth: depth + 1),
        let name = String(validating: key, as: UTF8.self)
      else { return nil }
      last = key
      // Two spellings of one name in Unicode's eyes are one key of the dictionary: the first would vanish.
      guard members.updateValue(member, forKey: name) == nil else { return nil }
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  /// The bytes of a string without its escapes; nil where an escape is not the shortest.
  private mutating func text() -> [UInt8]? {
    guard take("\"") else { return nil }
    var text: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return text
      case 0..<0x20: return nil
      case UInt8(ascii: "\\"):
        guard let escaped = escape() else { return nil }
        text.append(escaped)
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> UInt8? {
    let shorts: [(StaticString, UInt8)] = [
      ("\"", 0x22), ("\\", 0x5c), ("b", 8), ("t", 9), ("n", 10), ("f", 12), ("r", 13),
    ]
    for (letter, byte) in shorts where take(letter) { return byte }
    guard take("u00"), offset + 2 <= bytes.count else { return nil }
    let digits = bytes[offset..<offset + 2]
    guard let value = UInt8(lowercaseHex: digits), value < 0x20, !shorts.contains(where: { $0.1 == value }) else {
      return nil
    }
    offset += 2
    return value
  }
}

extension UInt8 {
  /// Two lower-case hexadecimal digits.
  fileprivate init?(lowercaseHex digits: ArraySlice<UInt8>) {
    var value: UInt8 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | (digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | (digit - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    self = value
  }
}
