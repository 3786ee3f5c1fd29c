/// Finds the function bodies in one file's code by keyword and by matching braces.
struct FunctionFinder {
  private let code: [UInt8]
  private var at = 0
  private var line = 1
  private var found: [FunctionBody] = []

  /// Every body in `code` (comments and strings already blanked), nested ones included.
  static func bodies(in code: [UInt8]) -> [FunctionBody] {
    var finder = FunctionFinder(code: code)
    finder.scan()
    return finder.found
  }

  private init(code: [UInt8]) { self.code = code }

  private mutating func scan() {
    while at < code.count {
      let byte = code[at]
      if byte == 0x0A { line += 1 }
      guard Self.isWord(byte) else {
        at += 1
        continue
      }
      let start = at
      while at < code.count && Self.isWord(code[at]) { at += 1 }
      let afterDot = start > 0 && code[start - 1] == UInt8(ascii: ".")
      if !afterDot && at - start <= 9 { consider(String(decoding: code[start..<at], as: UTF8.self)) }
    }
  }

  /// Records the body behind a declaring keyword that ends at `at`.
  private mutating func consider(_ word: String) {
    let name: String
    switch word {
    case "func", "var": name = wordAhead()
    case "init", "deinit", "subscript": name = word
    default: return
    }
    guard let open = bodyStart(isVariable: word == "var"), !isRequirement(open) else { return }
    let lines = linesInside(open)
    found.append(FunctionBody(name: name, line: line, length: max(1, lines - 1)))
  }

  private func wordAhead() -> String {
    let name = code[at...].drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0x28 && $0 != 0x3A && $0 != 0x3C }
    return String(decoding: name, as: UTF8.self)
  }

  /// Offset of the `{` that opens the declaration's body; nil when it has none.
  private func bodyStart(isVariable: Bool) -> Int? {
    var depth = 0
    var sawColon = false
    var index = at
    while index < code.count {
      switch code[index] {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ":"): sawColon = true
      case UInt8(ascii: "=") where isVariable && depth == 0: return nil
      case UInt8(ascii: "{") where depth == 0: return isVariable && !sawColon ? nil : index
      case UInt8(ascii: "}") where depth == 0: return nil
      case 0x0A where depth == 0 && !continues(after: index): return nil
      default: break
      }
      if depth < 0 { return nil }
      index += 1
    }
    return nil
  }

  /// Whether the declaration goes on in the line after the newline at `index`.
  private func continues(after index: Int) -> Bool {
    let next = code[index...].drop { $0 == 0x20 || $0 == 0x0A }.prefix { $0 != 0x20 && $0 != 0x0A && $0 != 0x28 }
    let word = String(decoding: next, as: UTF8.self)
    return ["{", "->", "where", "throws", "async", "rethrows"].contains(word) || word.hasPrefix("throws(")
  }

  /// Whether the braces hold only `get` and `set`, which is a protocol's requirement and not a body.
  private func isRequirement(_ open: Int) -> Bool {
    guard let close = code[open...].firstIndex(of: UInt8(ascii: "}")) else { return false }
    let words = code[(open + 1)..<close].split { $0 == 0x20 || $0 == 0x0A }
    let accessors = ["get", "set", "async", "throws", "nonmutating", "mutating", "borrowing", "read"]
    return !words.isEmpty && words.allSatisfy { accessors.contains(String(decoding: $0, as: UTF8.self)) }
  }

  private func linesInside(_ open: Int) -> Int {
    var depth = 0
    var lines = 0
    for byte in code[open...] {
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { break }
      }
      if byte == 0x0A { lines += 1 }
    }
    return lines
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte >= 0x80 || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }
}
