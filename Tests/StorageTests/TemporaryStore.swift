import Cryptography
import Foundation
import Identity

@testable import Storage

/// A folder for one test, with a store in it; removed when the last reference goes.
final class TemporaryStore {
  let folder: String
  var path: String { folder + "/countersign.db" }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func make() throws -> SQLiteStore { try SQLiteStore(path: path, creating: true) }

  func open() throws -> SQLiteStore { try SQLiteStore(path: path) }
}

/// Values for tests.
enum Sample {
  static func identifier(_ subject: String) throws -> PrincipalIdentifier {
    guard let identifier = PrincipalIdentifier(issuer: "local", subject: subject) else {
      throw StorageError.unfit(subject)
    }
    return identifier
  }

  static func user(_ subject: String, groups: [String] = ["eng"]) throws -> User {
    User(
      identifier: try identifier(subject), kind: .person, email: "\(subject)@example.org", groups: groups,
      isDisabled: false, createdAt: 1_700_000_000)
  }

  static func key(_ id: String, owner: String, grant: KeyGrant? = nil) throws -> APIKeyRecord {
    APIKeyRecord(
      id: id, digest: SHA256.hash(Array(id.utf8).span), digestVersion: 1, owner: try identifier(owner),
      label: "laptop", grant: grant, createdAt: 1_700_000_000, expires: 1_800_000_000)
  }
}
