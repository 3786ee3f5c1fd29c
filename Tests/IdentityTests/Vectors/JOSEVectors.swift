import Foundation
import Vectors

@testable import Identity

/// Checks a compact JWS as tokens are checked: the same parser, the same choice of keys, the same verification.
enum JOSEVectors {
  /// Whether a key of the set is accepted as the signer.
  static func verifies(_ compact: String, keySet: [UInt8]) -> Bool {
    guard let keys = JSONWebKeySet(keySet), let token = try? CompactToken(Array(compact.utf8).span) else {
      return false
    }
    return keys.candidates(for: token.header).contains { TokenCheck.verify(token, with: $0.key) }
  }

  /// A set with the one key.
  static func keySet(_ key: Any) throws -> [UInt8] {
    let document = (key as? [String: Any])?["keys"] == nil ? ["keys": [key]] : key
    return [UInt8](try JSONSerialization.data(withJSONObject: document))
  }

  static func read(_ path: String) throws -> [String: Any]? {
    guard let data = try VectorFolder.read(path) else { return nil }
    return try JSONSerialization.jsonObject(with: data) as? [String: Any]
  }
}
