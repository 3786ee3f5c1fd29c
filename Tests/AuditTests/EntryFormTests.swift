import Cryptography
import Foundation
import Testing

@testable import Audit

@Suite struct EntryFormTests {
  @Test(arguments: [
    #"{"a":1,"b":[true,false,"x"],"c":{}}"#, #""\u001b\n\"\\é""#, "0", "18446744073709551615", "[]",
  ])
  func acceptsCanonical(text: String) {
    #expect(CanonicalJSON(Array(text.utf8)) != nil)
  }

  @Test(arguments: [
    #"{"b":1,"a":1}"#, #"{"a":1,"a":1}"#, #"{"a": 1}"#, #"{"a":1} "#, "01", "-1", "1.0", "1e3", "+1", #""\u001B""#,
    #""\u000a""#,
    #""\/""#, #""\u0041""#, "\"\u{1}\"", "null", "", "{", #"{"a"}"#, "18446744073709551616", "[1,]",
    "[[[[[[[[[1]]]]]]]]]",
  ])
  func refusesOtherSpellings(text: String) {
    #expect(CanonicalJSON(Array(text.utf8)) == nil)
  }

  @Test func refusesBadUTF8() {
    #expect(CanonicalJSON([0x22, 0xff, 0x22]) == nil)
    #expect(CanonicalJSON([0x22, 0xc0, 0xaf, 0x22]) == nil)
  }

  /// Whatever bytes a field holds, the entry is canonical and reads back as Foundation reads it.
  @Test func anyBytesMakeCanonicalEntries() throws {
    var random = SystemRandomNumberGenerator()
    for round in 0..<2000 {
      let text = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        round % 2 == 0 ? UInt8.random(in: 0...255, using: &random) : UInt8.random(in: 0...127, using: &random)
      }
      var writer = EntryWriter()
      writer.begin()
      writer.field("a", text.span)
      writer.field("b", UInt64(round))
      writer.end()
      let value = try #require(CanonicalJSON(writer.bytes))
      #expect(value["a"]?.string == String(decoding: text, as: UTF8.self))
      let other = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any]
      #expect(other?["a"] as? String == value["a"]?.string)
    }
  }

  @Test func addressBlocks() {
    #expect(AddressBlock(ipv4: 0xc000_0207).text == "192.0.2.0/24")
    #expect(AddressBlock(ipv6High: 0x2001_0db8_0001_ffff, low: 7).text == "2001:db8:1::/48")
    #expect(AddressBlock(ipv6High: 0, low: 0xffff_c000_0207).text == "192.0.2.0/24")
    #expect(AddressBlock(ipv6High: 0, low: 1).text == "0:0:0::/48")
    #expect(AddressBlock.none.text == "none")
    #expect(AddressBlock(ipv4: 0x7f).text == "0.0.0.0/24")
  }

  @Test func requestIDs() {
    let id = RequestID(high: 0x0123_4567_89ab_cdef, low: 1)
    #expect(id.text == "0123456789abcdef0000000000000001")
    #expect(RequestID(id.text) == id)
    for text in ["", "0123", "0123456789abcdef000000000000000g"] { #expect(RequestID(text) == nil) }
  }
}
