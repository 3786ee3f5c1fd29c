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

  // The bar stands for the slash, so that this file holds no such path itself.
  @Test(arguments: ["|work|a", "see |farm|x", "\"|root|.a|b\"", "(|tmp|a|b.md)", "=|tmp|a|b", "é|work|a"])
  func machinePaths(_ text: String) {
    #expect(lines(text.replacing("|", with: "/"), path: "README.md") == [1])
  }

  @Test func aNameIsNotAMark() {
    #expect(lines("case value(placeholder: String)") == [])
  }

  @Test(arguments: ["https://example.org/work/", "../root/a", "a/tmp/b/", "/tmp/file", "/tmp/A/b", "/workshop/a"])
  func otherPaths(_ text: String) {
    #expect(lines(text, path: "README.md") == [])
  }
}
