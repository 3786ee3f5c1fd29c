import Testing

@testable import tidy

@Suite("Public declarations are documented")
struct DocumentationRuleTests {
  private func lines(_ text: String) -> [Int] {
    DocumentationRule.check(TextFile(path: "Sources/Policy/A.swift", text: text)).map(\.line)
  }

  @Test func findsWhatHasNoComment() {
    #expect(lines("public struct A {\n  public let b: Int\n\n  /// Said.\n  public func c() {}\n}") == [1, 2])
    #expect(lines("/// Said.\n@inlinable\npublic func c() {}\nfunc d() {}\npublic import HTTP") == [])
  }

  @Test func oneCommentCoversARun() {
    #expect(lines("/// Bytes in and out.\npublic let a: Int\npublic let b: Int\n\npublic let c: Int") == [5])
    #expect(lines("/// A type.\npublic struct A {\n  public let b: Int\n}") == [3])
  }

  @Test func someExplainThemselves() {
    #expect(lines("public static func == (a: A, b: A) -> Bool { true }") == [])
    #expect(lines("public init(a: Int, b: Int) {\n  self.a = a\n  self.b = b\n}") == [])
    #expect(lines("public init(a: Int) {\n  self.a = a + 1\n}") == [1])
  }

  @Test func theFirstSentenceIsShort() {
    let long = String(repeating: "a", count: 151)
    #expect(lines("/// \(long)\npublic let a: Int") == [2])
    #expect(lines("/// Short. \(long)\npublic let a: Int") == [])
    #expect(lines("/// Short\n///\n/// \(long)\npublic let a: Int") == [])
  }
}
