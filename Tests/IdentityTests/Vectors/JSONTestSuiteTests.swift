import Foundation
import Testing
import Vectors

@testable import Identity

@Suite("JSONTestSuite over the token JSON reader")
struct JSONTestSuiteTests {
  /// Texts that RFC 8259 leaves open and this reader accepts: numbers are kept as written, so none overflows.
  static let acceptedByChoice: Set<String> = [
    "i_number_double_huge_neg_exp.json", "i_number_huge_exp.json", "i_number_neg_int_huge_exp.json",
    "i_number_pos_double_huge_exp.json", "i_number_real_neg_overflow.json", "i_number_real_pos_overflow.json",
    "i_number_real_underflow.json", "i_number_too_big_neg_int.json", "i_number_too_big_pos_int.json",
    "i_number_very_big_negative_int.json",
  ]

  /// Valid texts that are refused on purpose: a name given twice means different things to different readers.
  static let refusedByChoice: Set<String> = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"]

  @Test("every y_ is accepted but the listed, every n_ refused, every i_ as listed")
  func parsing() throws {
    guard let root = VectorFolder.root else { return print("SKIPPED: no JSONTestSuite") }
    let folder = root.appendingPathComponent("jsontestsuite/test_parsing")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
    #expect(names.count > 300)
    for name in names {
      let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
      let isAccepted = (try? JSONReader.read(bytes)) != nil
      let expected =
        name.hasPrefix("y_") && !JSONTestSuiteTests.refusedByChoice.contains(name)
        || JSONTestSuiteTests.acceptedByChoice.contains(name)
      #expect(isAccepted == expected, "\(name)")
    }
  }

  @Test(
    "what a text means: no rounding, no folding of names, no replaced characters",
    arguments: [
      ("number_10000000000000000999.json", "10000000000000000999"),
      ("number_1.000000000000000005.json", "1.000000000000000005"),
    ])
  func numbers(name: String, text: String) throws {
    guard let data = try VectorFolder.read("jsontestsuite/test_transform/\(name)") else { return }
    #expect(try JSONReader.read([UInt8](data)) == .array([.number(Array(text.utf8))]))
  }

  @Test("names in composed and decomposed form are two names; the same name is one, escaped or not")
  func names() throws {
    let both = try JSONReader.read(Array("{\"\u{e9}\":1,\"e\u{301}\":2}".utf8))
    #expect(both.object?.members.count == 2)
    for text in [#"{"a":1,"a":2}"#, #"{"a":1,"\u0061":1}"#, #"{"é":1,"\u00e9":1}"#, #"{"x":{"a":1,"a":1}}"#] {
      #expect(throws: JSONError.self) { try JSONReader.read(Array(text.utf8)) }
    }
  }

  @Test("depth and size are bounded by their names")
  func limits() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
    }
    _ = try JSONReader.read(nested(IdentityLimits.jsonDepth))
    #expect(throws: JSONError.tooComplex) { try JSONReader.read(nested(IdentityLimits.jsonDepth + 1)) }
    func wide(_ count: Int) -> [UInt8] { Array("[\(Array(repeating: "0", count: count).joined(separator: ","))]".utf8) }
    _ = try JSONReader.read(wide(IdentityLimits.jsonValues - 1))
    #expect(throws: JSONError.tooComplex) { try JSONReader.read(wide(IdentityLimits.jsonValues)) }
  }

  @Test(
    "NumericDate: whole seconds, fractions cut, nothing else",
    arguments: [
      ("0", 0), ("1300819380", 1_300_819_380), ("1300819380.9", 1_300_819_380), ("-1", nil), ("1e9", nil), ("1E9", nil),
      ("1.5e3", nil), ("-0", nil), ("99999999999999999999", nil), ("\"1300819380\"", nil), ("true", nil), ("null", nil),
    ] as [(String, Int64?)])
  func seconds(text: String, expected: Int64?) throws {
    #expect(try JSONReader.read(Array(text.utf8)).seconds == expected)
  }
}
