import Foundation

/// One text file: its raw lines and, for Swift, the same lines with comments and string contents blanked.
struct TextFile {
  var path: String
  var lines: [String]
  /// Swift code alone, byte for byte at the same offsets as the file; empty for other files.
  var code: [UInt8]
  /// `code`, line by line.
  var codeLines: [String]
  /// The bodies of functions in `code`.
  var functions: [FunctionBody]
  private var data: Data

  /// Nil for a file that is not text (it holds a NUL byte).
  init?(path: String, data: Data) {
    guard !data.prefix(8192).contains(0) else { return nil }
    self.init(path: path, bytes: [UInt8](data))
  }

  /// For tests: a file made of `text`.
  init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  private init(path: String, bytes: [UInt8]) {
    self.path = path
    data = Data(bytes)
    lines = Self.split(bytes)
    code = path.hasSuffix(".swift") ? SwiftLexer.code(of: bytes) : []
    codeLines = path.hasSuffix(".swift") ? Self.split(code) : []
    functions = FunctionFinder.bodies(in: code)
  }

  /// Whether `text` stands anywhere in the file; much faster than looking at each line.
  func mentions(_ text: String) -> Bool { data.range(of: Data(text.utf8)) != nil }

  var isSwift: Bool { path.hasSuffix(".swift") }

  /// The last component of the path.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// `Policy` for `Sources/Policy/Role.swift`; nil outside `Sources`.
  var module: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }

  /// The zero-based line that holds byte `offset` of `code`.
  func line(at offset: Int) -> Int {
    var count = 0
    for byte in code[..<offset] where byte == 0x0A { count += 1 }
    return count
  }

  private static func split(_ bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
