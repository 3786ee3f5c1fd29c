import Testing

@testable import tidy

@Suite("Lengths over the whole repository")
struct DistributionTests {
  @Test func halfAreShort() {
    #expect(Distribution(files: [149, 150], functions: [7, 8]).findings.isEmpty)
    #expect(Distribution(files: [150, 150, 149], functions: []).findings.count == 1)
    #expect(Distribution(files: [], functions: [8, 8, 7]).findings.count == 1)
  }

  @Test func nineInTenAreNotLong() {
    let functions = Array(repeating: 7, count: 18)
    #expect(Distribution(files: [], functions: functions + [29, 30]).findings.isEmpty)
    #expect(Distribution(files: [], functions: functions + [30, 30, 30]).findings.count == 1)
  }

  @Test func anEmptyRepositoryIsTidy() {
    #expect(Tidy.check(Repository(files: [])).findings.isEmpty)
  }

  @Test func findingsNameFileAndLine() {
    let file = TextFile(path: "Sources/Policy/A.swift", text: "\nlet a = try! b()\n")
    let texts = Tidy.check(Repository(files: [file])).findings.map(\.text)
    #expect(texts.contains("Sources/Policy/A.swift:2: try! is not used in Sources"))
  }
}
