import Testing
import Transport

@Suite struct LocalAddressesTests {
  @Test func knowsTheLoopbackInterfaceAndNamesEachAddressOnce() {
    let all = LocalAddresses.all()
    #expect(all.contains(.loopback))
    #expect(Set(all).count == all.count)
  }
}
