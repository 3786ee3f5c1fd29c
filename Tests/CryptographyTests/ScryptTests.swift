import Testing

@testable import Cryptography

@Suite("scrypt")
struct ScryptTests {
  /// RFC 7914, section 12.
  @Test(arguments: [
    (
      "", "", Scrypt.Cost(n: 16, r: 1, p: 1),
      "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
        + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
    ),
    (
      "password", "NaCl", Scrypt.Cost(n: 1024, r: 8, p: 16),
      "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
    ),
    (
      "pleaseletmein", "SodiumChloride", Scrypt.Cost(n: 16384, r: 8, p: 1),
      "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
    ),
  ])
  func vectors(_ passphrase: String, _ salt: String, _ cost: Scrypt.Cost, _ expected: String) throws {
    let key = try Scrypt.derive(Array(passphrase.utf8).span, salt: Array(salt.utf8).span, cost: cost, count: 64)
    #expect(Hex.encode(key.span) == expected)
  }

  @Test func theBackupsCostIsAffordable() throws {
    let key = try Scrypt.derive(Secret(Array("passphrase".utf8).span), salt: Span(), cost: .interactiveBackup)
    #expect(key.count == 32)
  }
}
