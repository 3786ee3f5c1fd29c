import Testing

@testable import tidy

@Suite("Each rule finds what it forbids and nothing else")
struct RuleTests {
  private func file(_ text: String, path: String = "Sources/Policy/A.swift") -> TextFile {
    TextFile(path: path, text: text)
  }

  @Test func longFilesFunctionsAndLines() {
    let line = String(repeating: "a", count: 121)
    #expect(LengthRules.check(file(line)).map(\.line) == [1])
    #expect(LengthRules.check(file(String(line.dropLast()))).isEmpty)
    let body = String(repeating: "  x\n", count: 71)
    #expect(LengthRules.check(file("func f() {\n\(body)}\n")).map(\.line) == [1])
    #expect(LengthRules.check(file("func f() {\n\(body.dropFirst(4))}\n")).isEmpty)
    #expect(LengthRules.check(file(String(repeating: "x\n", count: 501))).count == 1)
    #expect(LengthRules.check(file(String(repeating: "x\n", count: 500))).isEmpty)
  }

  @Test func thePipelineFitsOneScreen() {
    let text = String(repeating: "x\n", count: 151)
    #expect(LengthRules.check(file(text, path: "Sources/countersign/Pipeline.swift")).count == 1)
    #expect(LengthRules.check(file(text, path: "Sources/countersign/Other.swift")).isEmpty)
  }

  @Test(arguments: ["import Glibc", "public import Synchronization"])
  func legalImports(_ text: String) {
    #expect(ImportRules.check(file(text)).isEmpty)
  }

  @Test(arguments: ["import Foundation", "public import HTTP", "@testable import Audit", "import struct HTTP.Method"])
  func illegalImports(_ text: String) {
    #expect(ImportRules.check(file(text)).map(\.line) == [1])
  }

  @Test func foundationServesTheProgramButNotItsPipeline() {
    #expect(ImportRules.check(file("import Foundation", path: "Sources/countersign/Serve/A.swift")).isEmpty)
    #expect(ImportRules.check(file("import Foundation", path: "Sources/countersign/Pipeline.swift")).count == 1)
    #expect(ImportRules.check(file("import HTTP", path: "Tools/tidy/A.swift")).count == 1)
    #expect(ImportRules.check(file("x", path: "Sources/Unheard/A.swift")).count == 1)
  }

  @Test func vagueNames() {
    #expect(NameRules.check(file("final class SessionManager {}\nenum StringUtils {}")).map(\.line) == [1, 2])
    #expect(NameRules.check(file("struct Handler2 {}")).count == 1)
    #expect(NameRules.check(file("struct Commonwealth {}\nstruct Managers {}\n// struct Helper")).isEmpty)
    #expect(NameRules.check(file("", path: "Sources/Policy/RequestHandler.swift")).map(\.line) == [0])
  }

  @Test func trapsAndUnsafety() {
    #expect(SafetyRules.check(file("let a = try! b()\nfatalError()\n// try! in words")).map(\.line) == [1, 2])
    #expect(SafetyRules.check(file("let a = unsafe b()")).count == 1)
    #expect(SafetyRules.check(file("let unsafely = 1")).isEmpty)
    #expect(SafetyRules.check(file("let a = unsafe b()", path: "Sources/Audit/A.swift")).isEmpty)
    #expect(SafetyRules.check(file("let a = try! b()", path: "Tests/AuditTests/A.swift")).isEmpty)
  }

  @Test func uncheckedSendableSaysWhy() {
    let bare = file("final class A: @unchecked Sendable {}")
    let reasoned = file("/// All fields are protected by the mutex.\nfinal class A: @unchecked Sendable {}")
    #expect(UncheckedSendableRule.check([bare]).count == 1)
    #expect(UncheckedSendableRule.check([reasoned]).isEmpty)
    #expect(UncheckedSendableRule.check(Array(repeating: reasoned, count: 6)).count == 1)
  }

  @Test func everyModuleHasANote() {
    let source = file("")
    let note = TextFile(path: "Sources/Policy/Policy.md", text: "# Policy\n1\n2\n3\n4\n")
    #expect(DocumentRules.moduleNotes([source]).map(\.path) == ["Sources/Policy/Policy.md"])
    #expect(DocumentRules.moduleNotes([source, note]).isEmpty)
    #expect(DocumentRules.moduleNotes([source, TextFile(path: note.path, text: "# Policy\n")]).count == 1)
  }

  @Test func documentsFitOneSitting() {
    let text = String(repeating: "x\n", count: 401)
    #expect(DocumentRules.check(TextFile(path: "README.md", text: text)).count == 1)
    #expect(DocumentRules.check(TextFile(path: "docs/operations.md", text: text)).isEmpty)
  }
}
