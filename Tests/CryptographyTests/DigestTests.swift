import Cryptography
import Testing

@Suite("Digests, MACs and derived keys")
struct DigestTests {
  @Test("SHA-256 of FIPS 180-4's examples, whole and piece by piece")
  func sha256() {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(SHA256.hash(Array("abc".utf8).span).hex == abc)
    #expect(SHA256().finalize().hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    var hash = SHA256()
    hash.update(Array("a".utf8).span)
    let early = hash.finalize()
    hash.update(byte: 0x62)
    hash.update(Array("c".utf8).span)
    #expect(hash.finalize().hex == abc)
    #expect(early == SHA256.hash(Array("a".utf8).span))
  }

  @Test("a MAC of two pieces is the MAC of the joined message")
  func pieces() {
    let key = HMACKey(Array("key".utf8).span)
    let whole = Array("The quick brown fox jumps over the lazy dog".utf8)
    let expected = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"
    #expect(key.authenticate(whole.span).hex == expected)
    for cut in 0...whole.count {
      let tag = key.authenticate(whole.span.extracting(..<cut), whole.span.extracting(cut...))
      #expect(tag.hex == expected)
    }
  }

  @Test("derived keys differ by purpose, version and root")
  func derivation() {
    let root = Secret(Array(repeating: 7, count: 32).span)
    let other = Secret(Array(repeating: 8, count: 32).span)
    let keys = [
      HKDF.derive(root: root, purpose: "seal", version: 1), HKDF.derive(root: root, purpose: "seal", version: 2),
      HKDF.derive(root: root, purpose: "key digest", version: 1), HKDF.derive(root: other, purpose: "seal", version: 1),
    ].map { [UInt8]($0.bytes) }
    #expect(Set(keys).count == 4)
    #expect(keys.allSatisfy { $0.count == 32 })
    #expect([UInt8](HKDF.derive(root: root, purpose: "seal", version: 1).bytes) == keys[0])
  }

  @Test("a secret does not print itself")
  func silence() {
    let secret = Secret(Array("hunter2hunter2".utf8).span)
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), dumped] {
      #expect(!text.contains("104") && !text.contains("hunter"))
    }
  }

  @Test("equality sees every bit and the length")
  func equality() {
    let value = SHA256().finalize()
    for bit in 0..<256 {
      var bytes = value.array
      bytes[bit / 8] ^= 1 << (bit % 8)
      #expect(Digest32(bytes.span) != value)
      let equal = constantTimeEqual(bytes.span, value.bytes)
      #expect(!equal)
    }
    #expect(Digest32(value.bytes.extracting(first: 31)) == nil)
    let shorter = constantTimeEqual(value.bytes.extracting(first: 31), value.bytes)
    let empty = constantTimeEqual([UInt8]().span, [UInt8]().span)
    #expect(!shorter && empty)
  }

  @Test("random bytes fill what they are given and do not repeat")
  func random() {
    #expect(SecureRandom.bytes(0).isEmpty)
    #expect(SecureRandom.bytes(33).count == 33)
    #expect(Set((0..<100).map { _ in SecureRandom.digest() }).count == 100)
  }
}
