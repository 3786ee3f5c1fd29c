import Foundation
import Testing

@testable import Telemetry

@Suite("The diagnostic log")
struct DiagnosticLogTests {
  private func written(_ body: (DiagnosticLog) -> Void) throws -> [String] {
    let pipe = Pipe()
    body(DiagnosticLog(descriptor: pipe.fileHandleForWriting.fileDescriptor, minimum: .information))
    try pipe.fileHandleForWriting.close()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func anEventIsOneLine() throws {
    let lines = try written { $0.write(.warning, "upstream unreachable", ["upstream": "llama", "why": "a\nb"]) }
    let line = try #require(lines.first)
    #expect(lines.count == 1)
    #expect(line.hasSuffix(#","level":"warning","message":"upstream unreachable","upstream":"llama","why":"a\nb"}"#))
  }

  @Test func lesserEventsAreLeftOut() throws {
    let lines = try written { log in
      log.write(.debug, "nothing")
      log.write(.error, String(repeating: "\u{1}", count: 100_000))
    }
    #expect(lines.count == 1)
    #expect(lines.first.map { $0.count < 2200 } == true)
  }
}
