import Cryptography
import Foundation
import Testing

@Suite("Base64url, base64 and hexadecimal")
struct EncodingTests {
  @Test(
    "RFC 4648 section 10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func examples(plain: String, text: String) {
    #expect(Base64.encodeString(Array(plain.utf8).span) == text)
    #expect(Base64.decode(text) == Array(plain.utf8))
    let unpadded = text.replacingOccurrences(of: "=", with: "")
    #expect(Base64URL.encodeString(Array(plain.utf8).span) == unpadded)
    #expect(Base64URL.decode(unpadded) == Array(plain.utf8))
  }

  @Test(
    "other spellings of base64url are refused",
    arguments: [
      "Zg==", "Zh", "Zm9", "Zm9v ", " Zm9v", "Zm9v\n", "Zm9vY", "a+/b", "Zm9v=", "QR", "AB", "Zm\u{0}v", "Żm9v",
    ])
  func notCanonical(text: String) {
    #expect(Base64URL.decode(text) == nil)
  }

  @Test(
    "other spellings of base64 are refused",
    arguments: [
      "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "====", "Zm9v\n", "a-_b", "Z===", "=",
    ])
  func notCanonicalStandard(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test("every two-character text either decodes to what encodes back to it, or not at all")
  func oneSpellingEach() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        if let bytes = Base64URL.decode([first, second].span) {
          #expect(Base64URL.encode(bytes.span) == [first, second])
        }
      }
    }
  }

  @Test("random bytes survive, and Foundation agrees")
  func roundTrip() {
    for count in 0..<200 {
      let bytes = SecureRandom.bytes(count)
      #expect(Base64URL.decode(Base64URL.encode(bytes.span).span) == bytes)
      #expect(Base64.encodeString(bytes.span) == Data(bytes).base64EncodedString())
      #expect(Hex.decode(Hex.encode(bytes.span)) == bytes)
    }
  }

  @Test("hexadecimal: either case in, nothing else", arguments: ["a", "0g", "+1", "0x", " 0"])
  func hexadecimal(text: String) {
    #expect(Hex.decode(text) == nil)
    #expect(Hex.decode("aBfF09") == [0xab, 0xff, 0x09])
  }
}
