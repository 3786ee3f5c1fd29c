import Testing

@testable import tidy

@Suite("Code is separated from comments and strings")
struct SwiftLexerTests {
  private func code(_ text: String) -> String {
    String(decoding: SwiftLexer.code(of: Array(text.utf8)), as: UTF8.self)
  }

  @Test func commentsBecomeSpaces() {
    #expect(code("a // { b\nc") == "a       \nc")
    #expect(code("a /* { /* } */ } */ b") == "a                   b")
  }

  @Test func stringContentsBecomeSpaces() {
    #expect(code(#"f("a{b")"#) == #"f("   ")"#)
    #expect(code(##"f(#"a"{"#)"##) == ##"f(#"   "#)"##)
    #expect(code(#"f("\"{")"#) == #"f("   ")"#)
    #expect(code("f(\"\"\"\n{ \"\n\"\"\")") == "f(\"\"\"\n   \n\"\"\")")
  }

  @Test func interpolationsAreCode() {
    #expect(code(#""a\(g("{"))b" }"#) == #""   g(" ")) " }"#)
  }

  @Test func offsetsAndLinesStay() {
    let text = "let é = 1 // ü\n/* x\n y */ let z = \"ö\"\n"
    let lexed = SwiftLexer.code(of: Array(text.utf8))
    #expect(lexed.count == text.utf8.count)
    #expect(lexed.count { $0 == 0x0A } == 3)
  }
}
