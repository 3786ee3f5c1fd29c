import Foundation
import Testing
import Vectors

@testable import ModelAPI

/// JSONTestSuite by Nicolas Seriot: y_ must be accepted, n_ refused, i_ is ours to choose and chosen here.
@Suite struct StrictJSONSuiteTests {
  static let folder = "jsontestsuite/test_parsing"

  static let files: [String] = {
    guard let root = VectorFolder.root else { return [] }
    let names = try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
    return (names ?? []).filter { $0.hasSuffix(".json") }.sorted()
  }()

  /// Valid by the grammar, refused on purpose.
  static let deliberate: [String: JSONFault] = [
    // Readers disagree on which of two equal keys counts, so gateway and model would read two requests.
    "y_object_duplicated_key.json": .duplicateKey(offset: 0),
    "y_object_duplicated_key_and_value.json": .duplicateKey(offset: 0),
    // Readers written in C end the key at the NUL.
    "y_object_escaped_null_in_key.json": .nulInKey(offset: 0),
  ]

  /// What the grammar leaves open. All the others of the i_ files are refused.
  static let accepted: Set<String> = [
    // Too small for a double; every reader makes it zero.
    "i_number_double_huge_neg_exp.json", "i_number_real_underflow.json",
    // Beyond a double's range, whole-number form: within 64 bits of a double's magnitude it is read as one value.
  ]

  @Test func suiteIsThere() throws {
    guard VectorFolder.root != nil else { return print("SKIPPED: JSONTestSuite is absent") }
    #expect(Self.files.filter { $0.hasPrefix("y_") }.count == 95)
    #expect(Self.files.filter { $0.hasPrefix("n_") }.count == 188)
    #expect(Self.files.filter { $0.hasPrefix("i_") }.count == 35)
  }

  @Test(arguments: files) func file(_ name: String) throws {
    guard let bytes = try VectorFolder.read("\(Self.folder)/\(name)") else { return }
    let fault = Reading.fault(of: [UInt8](bytes))
    if let reason = Self.deliberate[name] {
      #expect(fault.map(Reading.kind) == Reading.kind(reason))
    } else if name.hasPrefix("y_") || Self.accepted.contains(name) {
      #expect(fault == nil)
    } else {
      #expect(fault != nil)
    }
  }
}
