/// Separates Swift code from comments and the contents of string literals, which become spaces.
///
/// Newlines stay, so offsets and lines are those of the file. What stands inside `\( )` is code. Regular-expression
/// literals between bare slashes are not recognised; the product does not use them.
struct SwiftLexer {
  private let bytes: [UInt8]
  private var code: [UInt8]
  private var at = 0

  /// The bytes of `source` with everything that is not code blanked.
  static func code(of source: [UInt8]) -> [UInt8] {
    var lexer = SwiftLexer(bytes: source, code: source)
    lexer.scanCode(untilParenthesis: false)
    return lexer.code
  }

  private init(bytes: [UInt8], code: [UInt8]) {
    self.bytes = bytes
    self.code = code
  }

  private func peek(_ distance: Int = 0) -> UInt8 {
    at + distance < bytes.count ? bytes[at + distance] : 0
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where at < bytes.count {
      if bytes[at] != 0x0A { code[at] = 0x20 }
      at += 1
    }
  }

  private mutating func scanCode(untilParenthesis: Bool) {
    var depth = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): skipLineComment()
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): skipBlockComment()
      case UInt8(ascii: "\""): scanString(hashes: 0)
      case UInt8(ascii: "#") where hashesBeforeQuote() > 0: scanString(hashes: hashesBeforeQuote())
      case UInt8(ascii: "("):
        depth += 1
        at += 1
      case UInt8(ascii: ")"):
        depth -= 1
        at += 1
        if untilParenthesis && depth < 0 { return }
      default: at += 1
      }
    }
  }

  private mutating func skipLineComment() {
    while at < bytes.count && bytes[at] != 0x0A { blank() }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if peek() == UInt8(ascii: "/") && peek(1) == UInt8(ascii: "*") {
        depth += 1
        blank(2)
      } else if peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && at < bytes.count
  }

  private func hashesBeforeQuote() -> Int {
    var count = 0
    while peek(count) == UInt8(ascii: "#") { count += 1 }
    return peek(count) == UInt8(ascii: "\"") ? count : 0
  }

  private func isQuote(times: Int, hashes: Int) -> Bool {
    for index in 0..<times where peek(index) != UInt8(ascii: "\"") { return false }
    for index in 0..<hashes where peek(times + index) != UInt8(ascii: "#") { return false }
    return true
  }

  private mutating func scanString(hashes: Int) {
    at += hashes
    let quotes = isQuote(times: 3, hashes: 0) ? 3 : 1
    at += quotes
    while at < bytes.count {
      if isQuote(times: quotes, hashes: hashes) {
        at += quotes + hashes
        return
      }
      if quotes == 1 && bytes[at] == 0x0A { return }
      if bytes[at] == UInt8(ascii: "\\") && startsEscape(hashes: hashes) {
        scanEscape(hashes: hashes)
      } else {
        blank()
      }
    }
  }

  private func startsEscape(hashes: Int) -> Bool {
    for index in 0..<hashes where peek(1 + index) != UInt8(ascii: "#") { return false }
    return true
  }

  private mutating func scanEscape(hashes: Int) {
    let interpolates = peek(1 + hashes) == UInt8(ascii: "(")
    blank(2 + hashes)
    if interpolates { scanCode(untilParenthesis: true) }
  }
}
