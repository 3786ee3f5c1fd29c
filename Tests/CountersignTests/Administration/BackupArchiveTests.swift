import Cryptography
import Testing

@testable import countersign

@Suite("Sealed backups")
struct BackupArchiveTests {
  private static let passphrase = Secret(Array("correct horse".utf8).span)
  private static let archive = BackupArchive(files: [
    .init(name: "root.secret", contents: [1, 2, 3]), .init(name: "empty", contents: []),
    .init(name: "countersign.db", contents: [UInt8](repeating: 7, count: 100_000)),
  ])

  @Test func thePassphraseOpensIt() throws {
    let sealed = try Self.archive.seal(Self.passphrase)
    let opened = try BackupArchive.open(sealed, Self.passphrase)
    #expect(opened == Self.archive)
    #expect(opened.contents("root.secret") == [1, 2, 3])
    #expect(opened.contents("other") == nil)
    #expect(try Self.archive.seal(Self.passphrase) != sealed)
  }

  @Test func anythingElseDoesNot() throws {
    let sealed = try Self.archive.seal(Self.passphrase)
    #expect(throws: BackupArchive.Flaw.unauthentic) {
      try BackupArchive.open(sealed, Secret(Array("correct hors".utf8).span))
    }
    for position in [25, 40, 60, sealed.count - 1] {
      var changed = sealed
      changed[position] ^= 1
      #expect(throws: BackupArchive.Flaw.unauthentic) { try BackupArchive.open(changed, Self.passphrase) }
    }
    #expect(throws: BackupArchive.Flaw.unauthentic) {
      try BackupArchive.open(Array(sealed.dropLast()), Self.passphrase)
    }
    #expect(throws: BackupArchive.Flaw.notAnArchive) { try BackupArchive.open([], Self.passphrase) }
    var other = sealed
    other[19] = UInt8(ascii: "2")
    #expect(throws: BackupArchive.Flaw.notAnArchive) { try BackupArchive.open(other, Self.passphrase) }
  }
}
