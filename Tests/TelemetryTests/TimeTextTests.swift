import Foundation
import Testing

@testable import Telemetry

@Suite("RFC 3339 times")
struct TimeTextTests {
  private func text(_ milliseconds: Int64, _ time: inout TimeText) -> String {
    var line = LineBuffer(capacity: 64)
    time.append(milliseconds, to: &line)
    return String(decoding: line.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
  ])
  func knownTimes(_ milliseconds: Int64, _ expected: String) {
    var time = TimeText()
    #expect(text(milliseconds, &time) == expected)
  }

  @Test func agreesWithFoundation() {
    var time = TimeText()
    let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    for index in 0..<2000 {
      let milliseconds = Int64(index) * 86_400_000 * 11 + Int64(index) * 12_345
      let date = Date(timeIntervalSince1970: Double(milliseconds / 1000))
      let expected = date.formatted(format).prefix(19)
      #expect(text(milliseconds, &time).prefix(19) == expected)
    }
  }

  @Test func theCachedSecondIsNotStale() {
    var time = TimeText()
    #expect(text(1_500, &time) == "1970-01-01T00:00:01.500Z")
    #expect(text(1_999, &time) == "1970-01-01T00:00:01.999Z")
    #expect(text(2_000, &time) == "1970-01-01T00:00:02.000Z")
    #expect(text(1_000, &time) == "1970-01-01T00:00:01.000Z")
  }
}
