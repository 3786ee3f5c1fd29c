import Foundation
import Policy
import Testing

@testable import countersign

@Suite("Where no upstream may be")
struct AddressGuardTests {
  private static func objection(
    _ address: String, _ port: UInt16 = 80, listen: [ListenAddress] = [], allowing: Bool = false
  ) throws -> AddressGuard.Objection? {
    let local = ["192.0.2.7", "2001:db8::7", "127.0.0.1", "::1"].compactMap { NetworkAddress(parsing: $0) }
    let watch = AddressGuard(listeners: listen, local: { local })
    let address = try #require(NetworkAddress(parsing: address))
    return watch.objection(to: address, port: port, allowsLinkLocal: allowing)
  }

  @Test(
    "Addresses of clouds' metadata, in every spelling",
    arguments: [
      "169.254.169.254", "169.254.0.1", "169.254.170.2", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "fe80::1",
      "febf::1", "fd00:ec2::254", "fd00:ec2::23", "100.100.100.200", "::ffff:100.100.100.200", "168.63.129.16",
      "192.0.0.192", "fd20:ce::254", "fd00:42::42", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1",
    ])
  func metadata(address: String) throws {
    #expect(try Self.objection(address) != nil)
    #expect(try Self.objection(address, allowing: true) == nil)
  }

  @Test("The unspecified address is no address, whatever is allowed", arguments: ["0.0.0.0", "0.1.2.3", "::"])
  func unspecified(address: String) throws {
    #expect(try Self.objection(address) == .unspecified)
    #expect(try Self.objection(address, allowing: true) == .unspecified)
  }

  @Test(
    "Other addresses are fine",
    arguments: ["127.0.0.1", "10.0.0.1", "169.253.0.1", "169.255.0.1", "fec0::1", "fd00::1", "100.100.100.201", "::1"])
  func fine(address: String) throws {
    #expect(try Self.objection(address, listen: [.ip("10.9.9.9", port: 80)]) == nil)
  }

  @Test(
    "A listener is met on its own address, and one on all addresses on each of this machine's",
    arguments: [
      ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false), ("127.0.0.1", "192.0.2.7", false),
      ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "::ffff:192.0.2.7", true),
      ("0.0.0.0", "127.0.0.1", true), ("0.0.0.0", "127.8.8.8", true), ("0.0.0.0", "192.0.2.7", true),
      ("0.0.0.0", "192.0.2.8", false), ("0.0.0.0", "::1", false), ("0.0.0.0", "2001:db8::7", false),
      ("::", "::1", true), ("::", "2001:db8::7", true), ("::", "2001:db8::8", false), ("::", "127.0.0.1", true),
      ("::", "192.0.2.7", true), ("::1", "::1", true), ("::1", "127.0.0.1", false),
    ])
  func listeners(listen: String, target: String, isOwn: Bool) throws {
    let listeners = [ListenAddress.ip("198.51.100.1", port: 8443), .ip(listen, port: 8443)]
    let found = try Self.objection(target, 8443, listen: listeners)
    #expect((found != nil) == isOwn)
    #expect(try Self.objection(target, 8443, listen: listeners, allowing: true) == found, "never allowed")
    #expect(try Self.objection(target, 8444, listen: listeners) == nil)
  }

  @Test("What stands in the configuration is allowed where the upstream says so")
  func allowed() throws {
    let configuration = try ConfigurationTests.read(
      "tls: off\nupstreams: { a: { url: http://169.254.7.7, allow_link_local: true } }\n")
    #expect(configuration.upstreams[0].targets.map(\.name) == ["http://169.254.7.7"])
  }
}
