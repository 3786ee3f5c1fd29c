import Foundation
import Testing

@testable import countersign

@Suite("Listings and texts")
struct ListingTests {
  @Test("A table is columns for people and an array for programs")
  func table() throws {
    var table = Table([.init("name"), .init("last_use"), .init("calls", alignsRight: true)])
    table.append(.string("ana"), .time(0), .integer(7))
    table.append(.string("b"), .null, .integer(1234))
    #expect(
      table.text(as: .table) == """
        NAME  LAST USE              CALLS
        ana   1970-01-01T00:00:00Z      7
        b     -                      1234
        """)
    let objects = try #require(
      try JSONSerialization.jsonObject(with: Data(table.text(as: .json).utf8)) as? [[String: Any]])
    #expect(objects.count == 2 && objects[1]["last_use"] is NSNull && objects[0]["name"] as? String == "ana")
  }

  @Test("An empty listing says so to people, and is empty for programs")
  func empty() {
    let table = Table("name", whenEmpty: "no users")
    #expect(table.text(as: .table) == "no users" && table.text(as: .json) == "[]")
  }

  @Test("No text moves the cursor or forges a line")
  func controls() throws {
    let hostile = "a\u{1B}[31m\r\nb\u{202E}\u{2028}\u{9B}\u{7F}\"\\"
    let shown = JSONValue.string(hostile).cell
    #expect(shown == "a\\u001b[31m\\u000d\\u000ab\\u202e\\u2028\\u009b\\u007f\"\\")
    let json = JSONValue.string(hostile).json
    #expect(json.unicodeScalars.allSatisfy { !PrintableText.isControl($0) })
    let back = try JSONSerialization.jsonObject(with: Data("[\(json)]".utf8)) as? [String]
    #expect(back == [hostile])
  }

  @Test("Times are those of Foundation, both ways")
  func times() {
    let formatter = ISO8601DateFormatter()
    var seconds: Int64 = -62_135_596_800
    while seconds < 253_402_300_800 {
      let text = formatter.string(from: Date(timeIntervalSince1970: TimeInterval(seconds)))
      if seconds > -12_000_000_000 { #expect(Timestamp.text(seconds) == text) }
      #expect(Timestamp.parse(Timestamp.text(seconds)) == seconds)
      seconds += 123_456_789
    }
    #expect(Timestamp.parse("2024-02-29T12:00:00+05:30") == 1_709_188_200)
  }

  @Test(
    "Times that are none",
    arguments: [
      "2025-02-29T00:00:00Z", "2025-1-01T00:00:00Z", "2025-01-01 00:00:00Z", "2025-01-01T24:00:00Z",
      "2025-01-01T00:00:00", "2025-13-01T00:00:00Z", "2025-01-01T00:00:00+5:30", "+025-01-01T00:00:00Z", "",
      "2025-01-01T00:00:00z", "2025-00-01T00:00:00Z", "2025-01-00T00:00:00Z",
    ])
  func badTimes(text: String) { #expect(Timestamp.parse(text) == nil) }

  @Test(
    "Numbers, durations and sizes take one spelling only",
    arguments: [
      "+5", "-5", "05", "5 ", " 5", "5.0", "0x5", "1_000", "٥", "", "99999999999999999999",
    ])
  func badNumbers(text: String) {
    #expect(DecimalText.parse(text) == nil)
    #expect(DurationText.nanoseconds(text + "s") == nil)
    #expect(SizeText.bytes(text + "KiB") == nil)
  }

  @Test func durations() {
    #expect(DurationText.nanoseconds("250ms") == 250_000_000)
    #expect(DurationText.nanoseconds("15m") == 900_000_000_000)
    #expect(DurationText.nanoseconds("30d") == 2_592_000_000_000_000)
    #expect(DurationText.nanoseconds("9223372036854775807d") == nil)
    #expect(DurationText.nanoseconds("5") == nil && DurationText.nanoseconds("5w") == nil)
    #expect(DurationText.text(seconds: 900) == "15m" && DurationText.text(seconds: 61) == "61s")
    #expect(SizeText.bytes("1MiB") == 1 << 20 && SizeText.bytes("7") == 7 && SizeText.bytes("1MB") == nil)
    #expect(SizeText.bytes("9223372036854775807GiB") == nil && SizeText.text(65536) == "64KiB")
  }
}
