import Testing
import Transport

/// The PROXY protocol's header, byte by byte as its specification lays it out.
@Suite struct ProxyHeaderTests {
  private static let signature: [UInt8] = [
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a,
  ]

  private func header(command: UInt8 = 0x21, family: UInt8 = 0x11, _ rest: [UInt8], length: Int? = nil) -> [UInt8] {
    let length = length ?? rest.count
    return Self.signature + [command, family, UInt8(length >> 8), UInt8(length & 255)] + rest
  }

  private let ipv4: [UInt8] = [192, 0, 2, 1, 198, 51, 100, 1, 0x30, 0x39, 0x01, 0xbb]
  private let ipv6: [UInt8] =
    [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [7] + [UInt8](repeating: 1, count: 16)
    + [0x30, 0x39, 0x01, 0xbb]

  private func read(_ bytes: [UInt8]) -> ProxyHeader.Progress { ProxyHeader.read(bytes.span) }

  private func client(_ bytes: [UInt8]) -> String? {
    guard case .complete(let header) = read(bytes) else { return nil }
    return header.client.map { String(decoding: $0.text, as: UTF8.self) } ?? "the proxy"
  }

  private func flaw(_ bytes: [UInt8]) -> ProxyHeader.Flaw? {
    if case .invalid(let flaw) = read(bytes) { flaw } else { nil }
  }

  @Test func readsTheClientsAddress() {
    #expect(client(header(ipv4)) == "192.0.2.1")
    #expect(client(header(family: 0x21, ipv6)) == "2001:db8::7")
    let mapped = [UInt8](repeating: 0, count: 10) + [0xff, 0xff, 192, 0, 2, 1] + [UInt8](repeating: 0, count: 20)
    #expect(client(header(family: 0x21, mapped)) == "192.0.2.1")
  }

  @Test func skipsWhatFollowsTheAddresses() {
    let bytes = header(ipv4 + [0x04, 0, 3, 1, 2, 3])
    #expect(client(bytes + Array("GET / HTTP/1.1\r\n".utf8)) == "192.0.2.1")
    #expect(read(bytes + [1, 2, 3]) == read(bytes))
  }

  @Test func theProxyMayConnectForItself() {
    #expect(client(header(command: 0x20, family: 0, [])) == "the proxy")
    #expect(client(header(command: 0x20, ipv4)) == "the proxy")
  }

  @Test func noPrefixIsAHeader() {
    let bytes = header(family: 0x21, ipv6)
    for count in 0..<bytes.count { #expect(read(Array(bytes[..<count])) == .incomplete) }
  }

  @Test func refusesEverythingElse() {
    for index in 0..<12 {
      var bytes = header(ipv4)
      bytes[index] ^= 1
      #expect(flaw(bytes) == .wrongSignature && flaw(Array(bytes[...index])) == .wrongSignature)
    }
    #expect(flaw(Array("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n".utf8)) == .wrongSignature)
    #expect(flaw(Array("GET /".utf8)) == .wrongSignature)
    #expect(flaw(header(command: 0x11, ipv4)) == .unsupportedVersion)
    #expect(flaw(header(command: 0x31, ipv4)) == .unsupportedVersion)
    #expect(flaw(header(command: 0x22, ipv4)) == .unknownCommand)
    for family: UInt8 in [0x00, 0x10, 0x12, 0x22, 0x31, 0x32, 0x41] {
      #expect(flaw(header(family: family, [UInt8](repeating: 1, count: 216))) == .noAddress)
    }
    #expect(flaw(header(Array(ipv4.dropLast()))) == .tooShort)
    #expect(flaw(header(family: 0x21, Array(ipv6.dropLast()))) == .tooShort)
    #expect(flaw(header([], length: 65_535)) == .tooLong)
    #expect(flaw(header(ipv4, length: ProxyHeader.maximumLength - 15)) == .tooLong)
  }
}

@Suite struct IPAddressTests {
  private func read(_ text: String) -> String? {
    IPAddress(parsing: Array(text.utf8).span).map { String(decoding: $0.text, as: UTF8.self) }
  }

  @Test func readsAndWritesAddresses() {
    for text in ["192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::1", "::"] { #expect(read(text) == text) }
    #expect(read("2001:DB8:0:0:0:0:0:1") == "2001:db8::1")
    #expect(read("::ffff:192.0.2.1") == "192.0.2.1" && read("::ffff:c000:201") == "192.0.2.1")
  }

  @Test func readsNothingElse() {
    let texts = [
      "", " ", "192.0.2", "192.0.2.1.", "192.0.2.256", "192.0.02.1", "0x7f.0.0.1", "2130706433", "1::2::3",
      "fe80::1%eth0",
      "[::1]", "localhost", "192.0.2.1\0", "192.0.2.1 ", String(repeating: "1:", count: 40), "::ffff:192.0.2",
    ]
    for text in texts { #expect(read(text) == nil, "\(text)") }
  }
}
