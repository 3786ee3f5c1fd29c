import Bytes
import Testing

@Suite struct ByteBufferTests {
  @Test func readsWhatWasWritten() {
    let buffer = ByteBuffer()
    buffer.append("GET ")
    buffer.append(decimal: 120)
    buffer.append(0x20)
    buffer.append(hexadecimal: 0xbeef)
    buffer.append(fixedHexadecimal: 10)
    #expect(text(buffer) == "GET 120 beef000000000000000a")
    buffer.consume(4)
    let isPrefix = buffer.readable.hasPrefix("120")
    #expect(isPrefix)
    buffer.truncate(by: 16)
    #expect(text(buffer) == "120 beef")
  }

  @Test func behavesAsAnArrayUnderAnyOrderOfReadsAndWrites() {
    var random = SystemRandomNumberGenerator()
    let buffer = ByteBuffer()
    var model: [UInt8] = []
    for _ in 0..<20_000 {
      if Bool.random(using: &random) || model.isEmpty {
        let piece = (0..<Int.random(in: 0...300)).map { _ in UInt8.random(in: 0...255) }
        buffer.append(piece)
        model += piece
      } else if Bool.random(using: &random) {
        let count = Int.random(in: 0...model.count)
        buffer.consume(count)
        model.removeFirst(count)
      } else {
        let start = Int.random(in: 0...model.count)
        let range = start..<Int.random(in: start...min(model.count, start + 400))
        buffer.remove(range)
        model.removeSubrange(range)
      }
      #expect(buffer.count == model.count)
    }
    #expect(buffer.readable.array() == model)
  }

  @Test func releasesOnlyWhatIsEmpty() {
    let buffer = ByteBuffer()
    buffer.append("x")
    buffer.releaseIfEmpty()
    #expect(buffer.allocatedBytes == ByteBuffer.minimumCapacity)
    buffer.consume(1)
    buffer.releaseIfEmpty()
    #expect(buffer.allocatedBytes == 0)
    #expect(text(buffer) == "")
  }

  @Test(arguments: [("0", 0), ("007", 7), ("999999999999999999", 999_999_999_999_999_999)])
  func readsDigits(text: String, value: Int) {
    let bytes = Array(text.utf8)
    let read = Digits.decimal(bytes.span)
    #expect(read == value)
  }

  @Test(arguments: ["", "+5", "-1", " 5", "5 ", "0x5", "1e3", "1000000000000000000", "५"])
  func refusesWhatIsNotDigits(text: String) {
    let bytes = Array(text.utf8)
    let read = Digits.decimal(bytes.span)
    #expect(read == nil)
  }

  @Test(arguments: [0, 1, 9, 10, -10, Int.max, Int.min, 123_456])
  func writesDecimalAsSwiftDoes(value: Int) {
    let buffer = ByteBuffer()
    buffer.append(decimal: value)
    #expect(text(buffer) == String(value))
  }

  @Test(arguments: [0, 1, 15, 16, 255, 256, UInt64.max])
  func writesHexadecimalAsSwiftDoes(value: UInt64) {
    let buffer = ByteBuffer()
    buffer.append(hexadecimal: value)
    #expect(text(buffer) == String(value, radix: 16))
  }

  @Test func foldsASCIIOnly() {
    let cases: [(String, StaticString, Bool)] = [
      ("Content-Length", "content-length", true), ("\u{212A}", "k", false), ("[", "{", false),
    ]
    for (text, literal, expected) in cases {
      let bytes = Array(text.utf8)
      let isEqual = bytes.span.equalsFolded(literal)
      #expect(isEqual == expected)
    }
  }

  @Test func findsDelimiters() {
    let bytes = Array("a\r\nb\r\n".utf8)
    let found = [0, 3, 6].map { bytes.span.firstOffset(of: 0x0a, from: $0) }
    #expect(found == [2, 5, nil])
  }
}

private func text(_ buffer: ByteBuffer) -> String {
  String(decoding: buffer.readable.array(), as: UTF8.self)
}
