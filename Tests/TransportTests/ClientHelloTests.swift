import Testing

@testable import Transport

/// A ClientHello put together from what it is to say.
struct HelloBuilder {
  var version: UInt16 = 0x0303
  var ciphers: [UInt16] = [0x1301]
  var extensions: [(kind: UInt16, content: [UInt8])] = []

  /// The message with its handshake header.
  var message: [UInt8] {
    var body = two(version) + [UInt8](repeating: 7, count: 32) + [0]
    body += vector16(ciphers.flatMap(two)) + [1, 0]
    if !extensions.isEmpty { body += vector16(extensions.flatMap { two($0.kind) + vector16($0.content) }) }
    return [1, 0] + vector16(body)
  }

  func two(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }
  func vector16(_ bytes: [UInt8]) -> [UInt8] { two(UInt16(bytes.count)) + bytes }
  func vector8(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count)] + bytes }
  func numbers(_ text: String) -> [UInt16] { text.split(separator: ",").map { UInt16($0, radix: 16)! } }

  /// Extensions by number, with the content that matters to a fingerprint.
  mutating func add(_ list: String, algorithms: String = "", protocols: [[UInt8]] = [], versions: [UInt16] = []) {
    for kind in numbers(list) {
      let content: [UInt8] =
        switch kind {
        case 0x000d: vector16(numbers(algorithms).flatMap(two))
        case 0x0010: vector16(protocols.flatMap(vector8))
        case 0x002b: vector8(versions.flatMap(two))
        case 0x0000: vector16([0] + vector16(Array("example.org".utf8)))
        default: [1, 2, 3]
        }
      extensions.append((kind, content))
    }
  }
}

/// The fingerprint by the examples of FoxIO's public description of JA4.
@Suite struct ClientHelloTests {
  static let ciphers = "1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035"
  static let extensions = "001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015"
  static let algorithms = "0403,0804,0401,0503,0805,0501,0806,0601"

  private func fingerprint(_ hello: HelloBuilder) -> String? {
    ClientHello(hello.message.span).map { String(decoding: $0.fingerprint, as: UTF8.self) }
  }

  private func published(grease: Bool, algorithms: String = algorithms) -> HelloBuilder {
    var hello = HelloBuilder()
    hello.ciphers = (grease ? [0x0a0a] : []) + hello.numbers(Self.ciphers)
    let list = grease ? "9a9a," + Self.extensions + ",fafa" : Self.extensions
    let versions: [UInt16] = (grease ? [0xdada] : []) + [0x0304, 0x0303]
    hello.add(
      list, algorithms: (grease ? "1a1a," : "") + algorithms, protocols: [Array("h2".utf8), Array("http/1.1".utf8)],
      versions: versions)
    return hello
  }

  @Test(arguments: [false, true])
  func isThePublishedOne(grease: Bool) {
    #expect(fingerprint(published(grease: grease)) == "t13d1516h2_8daaf6152771_e5627efa2ab1")
  }

  @Test func hasNoUnderscoreWithoutSignatureAlgorithms() {
    #expect(fingerprint(published(grease: false, algorithms: "")) == "t13d1516h2_8daaf6152771_6d807ffa2a79")
  }

  // The first and last character of the first protocol, or of its hexadecimal form.
  @Test(arguments: [
    ("h2", "h2"), ("http/1.1", "h1"), ("x", "xx"), ("\u{7f}", "7f"), ("0 ", "30"), ("", "00"),
  ])
  func showsTheFirstProtocol(name: String, shown: String) {
    var hello = HelloBuilder()
    hello.add("0010", protocols: [Array(name.utf8)])
    #expect(fingerprint(hello)?.hasPrefix("t12i0101\(shown)_") == true)
  }

  @Test(
    arguments: [
      ([0xAB], "ab"), ([0xAB, 0xCD], "ad"), ([0x30, 0xAB], "3b"), ([0x30, 0x31, 0xAB, 0xCD], "3d"),
      ([0x30, 0xAB, 0xCD, 0x31], "01"),
    ] as [([UInt8], String)])
  func showsBytesThatAreNoText(name: [UInt8], shown: String) {
    var hello = HelloBuilder()
    hello.add("0010", protocols: [name])
    #expect(fingerprint(hello)?.hasPrefix("t12i0101\(shown)_") == true)
  }

  @Test func writesZerosForNothing() {
    var hello = HelloBuilder()
    hello.ciphers = []
    #expect(fingerprint(hello) == "t12i000000_000000000000_000000000000")
    hello.version = 0x0301
    hello.ciphers = [UInt16](repeating: 0xc02b, count: 130)
    #expect(fingerprint(hello)?.hasPrefix("t10i990000_") == true)
    hello.version = 0x0999
    #expect(fingerprint(hello)?.hasPrefix("t00") == true)
  }

  // Every prefix and every flipped byte is read to an answer, and none beyond its end.
  @Test func neverReadsBeyondTheEnd() {
    let whole = published(grease: true).message
    var readable = 0
    for length in 0..<whole.count where ClientHello(Array(whole[..<length]).span) != nil { readable += 1 }
    #expect(readable == 1, "only the message that ends before its extensions is whole too")
    for index in whole.indices {
      var damaged = whole
      damaged[index] ^= 0xff
      if let hello = ClientHello(damaged.span) { #expect(hello.fingerprint.count == 36) }
    }
  }
}

/// Which certificate a name selects.
@Suite struct CertificateSelectionTests {
  static let selection = CertificateSelection(
    [["fallback.example.org"], ["*.example.org", "example.org"], ["api.example.org", "*.api.example.org"]].map {
      $0.map { Array($0.utf8) }
    })

  @Test(arguments: [
    ("example.org", 1), ("www.example.org", 1), ("api.example.org", 2), ("API.Example.ORG", 2), ("api.example.org.", 2),
    ("WWW.EXAMPLE.ORG.", 1), ("a.b.example.org", 0), ("v1.api.example.org", 2), ("fallback.example.org", 0),
    ("elsewhere.org", 0), ("org", 0), ("", 0), (".", 0), (".example.org", 0), ("*.example.org", 1),
    ("api.example.org\u{0}", 0), ("\u{212a}", 0), ("api.example.org..", 0),
  ])
  func selects(name: String, index: Int) {
    #expect(Self.selection.index(for: Array(name.utf8).span) == index)
  }
}

/// The keys of session tickets over time.
@Suite struct TicketKeysTests {
  private let times = TicketKeys.Times(rotation: 12, lifetime: 24)

  private func find(_ keys: TicketKeys, _ key: TicketKey?, at now: UInt64) -> TicketKey? {
    key?.name.withUnsafeBufferPointer { keys.find($0, now: now, times) }
  }

  @Test func sealsUnderOneKeyUntilItIsRotated() {
    let keys = TicketKeys()
    let first = keys.newest(now: 100, times)
    #expect(keys.newest(now: 111, times) === first)
    let second = keys.newest(now: 112, times)
    #expect(second !== first && second?.name != first?.name)
  }

  @Test func opensOlderTicketsUntilTheirKeyIsTooOld() {
    let keys = TicketKeys()
    let first = keys.newest(now: 100, times)
    let second = keys.newest(now: 112, times)
    #expect(find(keys, first, at: 123) === first)
    #expect(find(keys, first, at: 124) == nil, "too old, though nobody dropped it yet")
    #expect(find(keys, second, at: 124) === second)
    #expect(keys.count == 2)
    keys.rotate(now: 124, times)
    #expect(keys.count == 2, "the first was dropped and a third made")
    keys.rotate(now: 1000, times)
    #expect(keys.count == 1)
  }
}
