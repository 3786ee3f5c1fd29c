import Testing

@testable import tidy

@Suite("Unfinished-work marks and machine paths")
struct WordRulesTests {
  private func lines(_ text: String, path: String = "Sources/Policy/A.swift") -> [Int] {
    WordRules.check(TextFile(path: path, text: text)).map(\.line)
  }

  @Test(arguments: ["// TODO: later", "let a = 1 // FIXME", "/* XXX */", "// a placeholder"])
  func marks(_ text: String) {
    #expect(lines(text) == [1])
    #expect(lines(text, path: "STYLE.md") == [])
  }

  @Test(arguments: [
    "/work/main", "see /farm/x", "\"/root/.ssh/id\"", "(/tmp/brief/common.md)", "=/tmp/a/b", "é/work/a",
  ])
  func machinePaths(_ text: String) {
    #expect(lines(text, path: "README.md") == [1])
  }

  @Test func aNameIsNotAMark() {
    #expect(lines("case value(placeholder: String)") == [])
  }

  @Test(arguments: ["https://example.org/work/", "../root/a", "a/tmp/b/", "/tmp/file", "/tmp/A/b", "/workshop/a"])
  func otherPaths(_ text: String) {
    #expect(lines(text, path: "README.md") == [])
  }
}
