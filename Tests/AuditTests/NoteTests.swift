import Audit
import Cryptography
import Testing

@Suite struct NoteTests {
  /// The key of the example in the documentation of Go's `note` package.
  @Test func readsAForeignKey() throws {
    let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    let key = try #require(VerifierKey(text))
    #expect(key.name == "PeterNeumann")
    #expect(key.id == 0xc74f_20a3)
    #expect(key.text == text)
  }

  @Test(arguments: [
    "", "PeterNeumann", "PeterNeumann+c74f20a3", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "Peter+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+AhPc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  ])
  func refusesBrokenKeys(text: String) {
    #expect(VerifierKey(text) == nil)
  }

  @Test func refusesNamesThatANoteCannotCarry() throws {
    let key = try SigningKey(seed: Secret(randomCount: 32)).verificationKey
    for name in ["", "a b", "a+b", "a\nb", "a\u{2003}b"] { #expect(VerifierKey(name: name, key: key) == nil) }
  }

  /// Every byte of a signed checkpoint matters.
  @Test func everyByteCounts() throws {
    let fixture = try Fixture()
    try fixture.open().close()
    let signed = try #require(try fixture.log.checkpointBytes())
    #expect(Checkpoint(signed: signed, by: fixture.key)?.size == 2)
    for index in signed.indices {
      for change in [UInt8(1), 0x20, 0x80] {
        var other = signed
        other[index] ^= change
        #expect(Checkpoint(signed: other, by: fixture.key) == nil, "byte \(index)")
      }
      #expect(Checkpoint(signed: Array(signed[..<index]), by: fixture.key) == nil)
    }
  }
}
