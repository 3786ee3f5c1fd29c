import Testing

@testable import Cryptography

@Suite("Wycheproof: HMAC, HKDF, AES-GCM, Ed25519")
struct WycheproofPrimitiveTests {
  @Test("HMAC-SHA-256: valid tags are ours, altered ones are not")
  func hmac() throws {
    guard let file = try Wycheproof("hmac_sha256") else { return }
    #expect(file.tests.count > 150)
    for (group, test) in file.tests {
      let size = (group["tagSize"] as? Int ?? 0) / 8
      let tag = HMACKey(test.hex("key").span).authenticate(test.hex("msg").span)
      let equal = constantTimeEqual(tag.bytes.extracting(first: size), test.hex("tag").span)
      #expect(equal == test.isValid, "tcId \(test.id)")
    }
  }

  @Test("HKDF-SHA-256: every output is ours; too long a one is refused by the limit")
  func hkdf() throws {
    guard let file = try Wycheproof("hkdf_sha256") else { return }
    #expect(file.tests.count > 80)
    for (_, test) in file.tests {
      let count = test.fields["size"] as? Int ?? 0
      if test.isInvalid {
        #expect(count > HKDF.maximumLength, "tcId \(test.id)")
        continue
      }
      let output = HKDF.derive(
        from: test.hex("ikm").span, salt: test.hex("salt").span, info: test.hex("info").span, count: count)
      #expect(output == test.hex("okm"), "tcId \(test.id)")
    }
  }

  @Test("AES-256-GCM with our nonce and tag lengths: opens what is valid, and nothing else")
  func aesGCM() throws {
    guard let file = try Wycheproof("aes_gcm") else { return }
    var tried = 0
    for (group, test) in file.tests
    where group["keySize"] as? Int == 256 && group["ivSize"] as? Int == 96 && group["tagSize"] as? Int == 128 {
      tried += 1
      let aead = try AEAD(key: Secret(test.hex("key").span))
      let sealed = test.hex("iv") + test.hex("ct") + test.hex("tag")
      let opened = try? aead.open(sealed.span, context: test.hex("aad").span)
      #expect(opened == (test.isValid ? test.hex("msg") : nil), "tcId \(test.id)")
      if test.isValid {
        let again = try aead.seal(test.hex("msg").span, context: test.hex("aad").span, nonce: test.hex("iv"))
        #expect(again == sealed, "tcId \(test.id)")
      }
    }
    #expect(tried > 50)
  }

  @Test("sealing is randomised, binds its context, and every flipped bit and every cut is refused")
  func sealing() throws {
    let aead = try AEAD(key: Secret(randomCount: 32))
    let text = Array("ana@example.org".utf8)
    let context = Array("audit".utf8)
    let sealed = try aead.seal(text.span, context: context.span)
    #expect(try aead.seal(text.span, context: context.span) != sealed)
    #expect(try aead.open(sealed.span, context: context.span) == text)
    let elsewhere = Array("audit2".utf8)
    #expect(throws: CryptographyError.unauthentic) { try aead.open(sealed.span, context: elsewhere.span) }
    for bit in 0..<sealed.count * 8 {
      var changed = sealed
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(throws: CryptographyError.unauthentic) { try aead.open(changed.span, context: context.span) }
    }
    for count in 0..<sealed.count {
      let cut = Array(sealed.prefix(count))
      #expect(throws: CryptographyError.unauthentic) { try aead.open(cut.span, context: context.span) }
    }
    #expect(throws: CryptographyError.self) { try AEAD(key: Secret(randomCount: 16)) }
  }

  @Test("Ed25519: no false accept, no false refusal")
  func ed25519() throws {
    guard let file = try Wycheproof("ed25519") else { return }
    #expect(file.tests.count > 100)
    for (group, test) in file.tests {
      let raw = (group["publicKey"] as? [String: Any])?["pk"] as? String ?? ""
      let key = try VerificationKey(raw: [UInt8](hexadecimal: raw).span)
      let accepted = key.verify(test.hex("sig").span, of: test.hex("msg").span)
      #expect(accepted == test.isValid, "tcId \(test.id)")
    }
  }

  @Test("Ed25519: RFC 8032 section 7.1, test 2, and a seed of the wrong length")
  func signing() throws {
    let seed = [UInt8](hexadecimal: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    let key = try SigningKey(seed: Secret(seed.span))
    let raw = key.verificationKey.raw
    #expect(raw == [UInt8](hexadecimal: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
    let message: [UInt8] = [0x72]
    let signature = try key.sign(message.span)
    let start = [UInt8](hexadecimal: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da")
    #expect(signature.starts(with: start))
    let verdicts = [message, [0x73]].map { key.verificationKey.verify(signature.span, of: $0.span) }
    #expect(verdicts == [true, false])
    #expect(throws: CryptographyError.self) { try SigningKey(seed: Secret(randomCount: 31)) }
  }
}
