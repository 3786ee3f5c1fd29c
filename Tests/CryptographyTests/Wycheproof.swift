import Foundation
import Vectors

/// One Wycheproof file: groups of tests that share a key, read as loosely typed JSON.
struct Wycheproof {
  let groups: [[String: Any]]

  /// Nil, said aloud, where the vectors are absent.
  init?(_ name: String) throws {
    guard let data = try VectorFolder.read("wycheproof/\(name)_test.json") else { return nil }
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    groups = object?["testGroups"] as? [[String: Any]] ?? []
  }

  /// Every test with its group, so that a suite is one loop.
  var tests: [(group: [String: Any], test: Vector)] {
    groups.flatMap { group in
      (group["tests"] as? [[String: Any]] ?? []).map { (group, Vector(fields: $0)) }
    }
  }

  /// A test's fields by name; hexadecimal values decoded.
  struct Vector {
    let fields: [String: Any]

    var id: Int { fields["tcId"] as? Int ?? 0 }
    var result: String { fields["result"] as? String ?? "" }
    var isValid: Bool { result == "valid" }
    var isInvalid: Bool { result == "invalid" }
    var flags: [String] { fields["flags"] as? [String] ?? [] }

    func hex(_ name: String) -> [UInt8] {
      [UInt8](hexadecimal: fields[name] as? String ?? "")
    }
  }
}

extension [UInt8] {
  /// The bytes of hexadecimal digits; apart from the code under test on purpose.
  init(hexadecimal text: String) {
    let digits = [Character](text)
    self = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }
}
