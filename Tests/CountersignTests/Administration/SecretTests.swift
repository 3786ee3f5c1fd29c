import Cryptography
import Foundation
import Testing

@testable import countersign

/// A folder for one test, removed with its last reference.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func mode(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int
  }
}

@Suite("Secrets on disk")
struct SecretTests {
  private let folder: TemporaryFolder
  private var file: String { folder.path + "/root.secret" }

  init() throws { folder = try TemporaryFolder() }

  private static func equal(_ left: Secret, _ right: Secret) -> Bool { constantTimeEqual(left.bytes, right.bytes) }

  private func failure(_ body: () throws -> Void) -> CommandFailure? {
    do {
      try body()
      return nil
    } catch {
      return error as? CommandFailure
    }
  }

  @Test func whatWasWrittenIsReadByItsOwnerAlone() throws {
    try SecretFile.create(file, [1, 2, 3])
    #expect(try SecretFile.read(file) == [1, 2, 3])
    #expect(try folder.mode("root.secret") == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["root.secret"])
  }

  @Test func nothingIsOverwrittenUnlessReplaced() throws {
    try SecretFile.create(file, [1])
    #expect(failure { try SecretFile.create(file, [2]) }?.message.contains("exists already") == true)
    #expect(try SecretFile.read(file) == [1])
    try SecretFile.replace(file, [3])
    #expect(try SecretFile.read(file) == [3])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["root.secret"])
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o666])
  func whatOthersMayReadIsRefused(_ mode: Int) throws {
    try SecretFile.create(file, [1])
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    let refused = try #require(failure { _ = try SecretFile.read(file) })
    #expect(refused.message == "others may read the secret \(file)")
    #expect(refused.fix == "chmod 600 \(file)")
  }

  @Test func linksFoldersAndLargeFilesAreRefused() throws {
    try SecretFile.create(file, [1])
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: file)
    #expect(failure { _ = try SecretFile.read(folder.path + "/link") } != nil)
    #expect(failure { _ = try SecretFile.read(folder.path) } != nil)
    #expect(failure { _ = try SecretFile.read(folder.path + "/none") }?.fix?.contains("countersign init") == true)
    try SecretFile.replace(file, [UInt8](repeating: 0, count: SecretFile.limit))
    #expect(try SecretFile.read(file).count == SecretFile.limit)
    try SecretFile.replace(file, [UInt8](repeating: 0, count: SecretFile.limit + 1))
    #expect(failure { _ = try SecretFile.read(file) } != nil)
  }

  @Test func foldersAreForTheirOwner() throws {
    try SecretFile.createFolder(folder.path + "/state")
    #expect(try folder.mode("state") == 0o700)
    try SecretFile.createFolder(folder.path + "/state")
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path + "/state")
    #expect(failure { try SecretFile.createFolder(folder.path + "/state") }?.fix?.hasPrefix("chmod go-w") == true)
  }

  @Test func rootSecretsRotateAndRetire() throws {
    var secrets = RootSecrets.create(now: 1_700_000_000)
    let first = secrets.current.secret
    try secrets.rotate(now: 1_700_000_100)
    #expect(secrets.current.number == 2)
    let isFresh = !Self.equal(first, secrets.current.secret)
    #expect(isFresh)
    let read = try #require(RootSecretFile.parse(RootSecretFile.bytes(secrets)))
    #expect(read.versions.map(\.number) == [1, 2])
    #expect(read.versions.map(\.createdAt) == [1_700_000_000, 1_700_000_100])
    let isSame = Self.equal(read.versions[0].secret, first)
    #expect(isSame)
    #expect(failure { try secrets.retire(2) } != nil)
    #expect(failure { try secrets.retire(3) } != nil)
    try secrets.retire(1)
    try secrets.rotate(now: 1_700_000_200)
    #expect(secrets.versions.map(\.number) == [2, 3])
  }

  @Test(arguments: [
    "", "# nothing\n", "1 2026-01-01T00:00:00Z AAAA\n", "x 2026-01-01T00:00:00Z \(Self.good)\n",
    "1 yesterday \(Self.good)\n",
    "1 2026-01-01T00:00:00Z \(Self.good) more\n", "1 2026-01-01T00:00:00Z \(Self.good)=\n",
    "2 2026-01-01T00:00:00Z \(Self.good)\n1 2026-01-01T00:00:00Z \(Self.good)\n",
    "1  2026-01-01T00:00:00Z \(Self.good)\n",
    "1 2026-01-01T00:00:00Z \(Self.good.dropLast())F\n",
  ])
  func damagedRootSecretsAreRefused(_ text: String) {
    #expect(RootSecretFile.parse(Array(text.utf8)) == nil)
  }

  private static let good = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

  @Test func theControlParses() {
    #expect(RootSecretFile.parse(Array("1 2026-01-01T00:00:00Z \(Self.good)\n".utf8)) != nil)
  }

  @Test func theLogKeySigns() throws {
    try SecretFile.create(file, LogKeyFile.bytes(LogKeyFile.create()))
    let key = try LogKeyFile.read(file)
    let again = try LogKeyFile.read(file)
    let message: [UInt8] = [1, 2, 3]
    let signatures = (try key.sign(message.span), try again.sign(message.span))
    #expect(signatures.0 == signatures.1)
    try SecretFile.replace(file, Array("nonsense\n".utf8))
    #expect(failure { _ = try LogKeyFile.read(file) }?.message.contains("damaged") == true)
    #expect(LogKeyFile.path(besideRootSecret: "a/b/root.secret") == "a/b/log.key")
    #expect(LogKeyFile.path(besideRootSecret: "root.secret") == "./log.key")
  }
}
