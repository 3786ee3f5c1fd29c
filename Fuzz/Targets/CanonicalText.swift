@testable import Audit

/// Canonical JSON written from a value, by another hand than the product's.
enum CanonicalText {
  static func written(_ value: CanonicalJSON) -> [UInt8] {
    switch value {
    case .object(let members):
      let sorted = members.map { (Array($0.key.utf8), $0.value) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
      return [0x7b] + sorted.map { quoted($0.0) + [0x3a] + written($0.1) }.joined(separator: [0x2c]) + [0x7d]
    case .array(let elements): return [0x5b] + elements.map(written).joined(separator: [0x2c]) + [0x5d]
    case .string(let text): return quoted(Array(text.utf8))
    case .number(let number): return Array(String(number).utf8)
    case .bool(let value): return Array(String(value).utf8)
    }
  }

  private static func quoted(_ text: [UInt8]) -> [UInt8] {
    let shorts: [UInt8: Character] = [0x22: "\"", 0x5c: "\\", 8: "b", 9: "t", 10: "n", 12: "f", 13: "r"]
    let escaped = text.flatMap { byte -> [UInt8] in
      if let letter = shorts[byte] { return Array("\\\(letter)".utf8) }
      if byte >= 0x20 { return [byte] }
      return Array((byte < 0x10 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
    }
    return [0x22] + escaped + [0x22]
  }
}
