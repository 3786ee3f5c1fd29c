import Foundation
import Testing

@testable import Telemetry

@Suite("Bytes as JSON text")
struct JSONTextTests {
  private func json(_ bytes: [UInt8], limit: Int = 1000) -> String {
    var line = LineBuffer(capacity: 4096)
    JSONText.append(bytes.span, to: &line, limit: limit)
    return String(decoding: line.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("plain", #""plain""#), ("a\"b\\c", #""a\"b\\c""#), ("a\r\n\tb", #""a\r\n\tb""#), ("\u{1B}[31m", #""\u001b[31m""#),
    ("\u{7F}\u{0}", #""\u007f\u0000""#), ("é€😀", #""é€😀""#), ("\u{9B}31m", #""\u009b31m""#),
    ("\u{2028}\u{202E}", #""\u2028\u202e""#),
  ])
  func text(_ text: String, _ expected: String) {
    #expect(json(Array(text.utf8)) == expected)
  }

  @Test(
    arguments: [
      ([0xFF, 0x61], "\u{FFFD}a"), ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xE2, 0x82], "\u{FFFD}"), ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xE2, 0x22], "\u{FFFD}\\\""),
    ] as [([UInt8], String)])
  func invalidBytesAreReplaced(_ bytes: [UInt8], _ expected: String) {
    #expect(json(bytes) == "\"\(expected)\"")
  }

  @Test func limitCutsBetweenCharacters() {
    #expect(json(Array("abcdefghij".utf8), limit: 4) == "\"abcd\"")
    #expect(json(Array("ab\u{1}".utf8), limit: 7) == "\"ab\"")
    #expect(json(Array("ab\u{1}c".utf8), limit: 8) == #""ab\u0001""#)
    #expect(json(Array("éé".utf8), limit: 7) == "\"é\"")
  }

  /// Foundation's reader is the judge: whatever the bytes, the line is JSON and says what the bytes said.
  @Test func anyBytesMakeValidJSON() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
        Bool.random() ? UInt8.random(in: 0...255) : UInt8.random(in: 0x20...0x7E)
      }
      let line = json(bytes)
      #expect(!line.utf8.contains { $0 < 0x20 || $0 == 0x7F })
      let read = try JSONSerialization.jsonObject(with: Data("[\(line)]".utf8)) as? [String]
      if let text = String(bytes: bytes, encoding: .utf8) {
        #expect(read?.first.map { Array($0.utf8) } == Array(text.utf8))
      }
    }
  }
}
