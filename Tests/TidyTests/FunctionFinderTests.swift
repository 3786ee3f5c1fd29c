import Testing

@testable import tidy

@Suite("Functions are found with their lengths")
struct FunctionFinderTests {
  private func bodies(_ text: String) -> [FunctionBody] {
    FunctionFinder.bodies(in: TextFile(path: "a.swift", text: text).code)
  }

  @Test func countsTheLinesBetweenTheBraces() {
    let text = """
      struct A {
        func one() { 1 }
        func three(
          _ x: () -> Void = { }
        ) async throws -> Int
        where T: P {
          let a = 1

          return a
        }
      }
      """
    #expect(
      bodies(text) == [
        FunctionBody(name: "one", line: 2, length: 1), FunctionBody(name: "three", line: 3, length: 3),
      ])
  }

  @Test func findsInitialisersSubscriptsAndComputedProperties() {
    let text = """
      init?(a: Int) { self.init() }
      deinit { close() }
      subscript(i: Int) -> Int { i }
      var double: Int {
        2 * x
      }
      """
    #expect(bodies(text).map(\.name) == ["init", "deinit", "subscript", "double"])
  }

  @Test func requirementsAndStoredPropertiesHaveNoBody() {
    let text = """
      protocol P {
        var name: String { get set }
        func run() -> Int
        init(x: Int)
      }
      var stored: Int = 5
      var lazyOne: Int = { 5 }()
      var list: [Int]
      struct S { let a = A.init(x: 1) }
      """
    #expect(bodies(text).isEmpty)
  }

  @Test func bracesInStringsDoNotCount() {
    #expect(bodies("func f() {\n  print(\"}\")\n  return\n}\nfunc g() {}").map(\.length) == [2, 1])
  }
}
