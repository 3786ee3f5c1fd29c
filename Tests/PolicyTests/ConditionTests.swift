import Glibc
import Testing

@testable import Policy

@Suite("Patterns and networks")
struct ConditionTests {
  @Test("A pattern matches what its definition says, on random texts")
  func patternsAgreeWithDefinition() throws {
    var random = SeededRandom(seed: 7)
    var matched = 0
    for _ in 0..<20_000 {
      let pattern = String(random.some(Array("aab*b*"), most: 6, least: 1))
      let name = String((0..<Int.random(in: 0...8, using: &random)).map { _ in random.pick(["a", "b"]) }.joined())
      let found = try Self.matches(pattern, name)
      #expect(found == Glob.matches(pattern, name), "\(pattern) on \(name)")
      if found { matched += 1 }
    }
    #expect(matched > 1000)
  }

  @Test("Case, bytes and dots are themselves")
  func patternsAreLiteral() throws {
    #expect(try !Self.matches("Qwen", "qwen"))
    #expect(try !Self.matches("a.c", "abc"))
    #expect(try !Self.matches("\u{212A}", "K"))
    #expect(try !Self.matches("caf\u{E9}", "cafe\u{301}"))
    #expect(try Self.matches("caf\u{E9}", "caf\u{E9}"))
  }

  private static func matches(_ pattern: String, _ name: String) throws -> Bool {
    let compiled = try #require(Pattern(pattern))
    let bytes = Array(name.utf8)
    return compiled.matches(bytes.span)
  }

  @Test("The worst pattern takes no more than its product of steps")
  func patternsDoNotExplode() throws {
    #expect(try !Self.matches("*a*a*a*a*a*a*a*b", String(repeating: "a", count: 20_000)))
  }

  @Test("Patterns have bounds", arguments: ["", String(repeating: "a", count: 257), "*********", "a\nb", "\u{7F}"])
  func badPatterns(text: String) { #expect(Pattern(text) == nil) }

  @Test(
    "Addresses that are none",
    arguments: [
      "", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "+1.2.3.4", "1.2.3.4 ", ":::", "1::2::3", "::1%eth0",
      "12345::",
      "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1.2.3", "1.2.3.4::", "g::", "1:2:3:4:5:6:7::8", ":1", "1:", "0x7f.1",
      "1:2:3:4:5:6:7:1.2.3.4",
    ])
  func badAddresses(text: String) { #expect(NetworkAddress(parsing: text) == nil) }

  @Test("Addresses are read as the C library reads them")
  func addressesAgree() {
    var random = SeededRandom(seed: 11)
    for _ in 0..<20_000 {
      let groups = (0..<Int.random(in: 1...8, using: &random)).map { _ in
        random.pick(["0", "1", "ffff", "db8", "", "10.0.0.1"])
      }
      let text = groups.joined(separator: random.oneIn(9) ? "." : ":")
      var v6 = in6_addr()
      var v4 = in_addr()
      let valid = inet_pton(AF_INET6, text, &v6) == 1 || inet_pton(AF_INET, text, &v4) == 1
      #expect((NetworkAddress(parsing: text) != nil) == valid, "\(text)")
    }
  }

  @Test("IPv4 in IPv6 clothes is IPv4, and IPv6 networks do not hold it")
  func mappedAddresses() throws {
    let address = try #require(NetworkAddress(parsing: "::ffff:10.1.2.3"))
    #expect(address == NetworkAddress(v4: 0x0A01_0203))
    #expect(address.isIn(try Network(parsing: "10.0.0.0/8")))
    #expect(address.isIn(try Network(parsing: "::ffff:10.0.0.0/104")))
    #expect(!address.isIn(try Network(parsing: "::/0")))
    #expect(!NetworkAddress.unknown.isIn(try Network(parsing: "::/0")))
    #expect(!NetworkAddress.unknown.isIn(try Network(parsing: "0.0.0.0/0")))
    #expect(NetworkAddress(v6High: 0, low: 1).isIn(try Network(parsing: "::1")))
  }

  @Test(
    "Networks that are none",
    arguments: [
      ("10.0.0.1/8", Network.Flaw.hostBitsSet), ("10.0.0.0/33", .badLength), ("10.0.0.0/", .badLength),
      ("10.0.0.0/08", .badLength), ("2001:db8::/129", .badLength), ("example.org/8", .notAnAddress),
      ("2001:db8::1/32", .hostBitsSet), ("10.0.0.0/8/8", .badLength),
    ])
  func badNetworks(text: String, flaw: Network.Flaw) {
    #expect(throws: flaw) { try Network(parsing: text) }
  }
}
