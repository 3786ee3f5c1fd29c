import Testing
import Transport

@testable import countersign

extension TLSSettings {
  /// Certificate and key of each, in order.
  var files: [[String]] {
    guard case .on(let settings) = self else { return [] }
    return settings.certificates.map { [$0.certificateFile, $0.keyFile] }
  }
}

@Suite("tls")
struct TLSSettingsTests {
  private func listener(_ text: String) throws -> TLSListenerSettings {
    guard case .on(let settings) = try ConfigurationTests.read(text).tls else {
      throw CommandFailure("tls is off")
    }
    return settings
  }

  @Test("Several certificates, the single pair before them")
  func several() throws {
    let list = "certificates: [ { certificate_file: b, key_file: c }, { certificate_file: d, key_file: e } ]"
    let alone = try ConfigurationTests.read("tls: { \(list) }").tls.files
    #expect(alone == [["conf/b", "conf/c"], ["conf/d", "conf/e"]])
    let both = try ConfigurationTests.read("tls: { certificate_file: /x, key_file: /y, \(list) }").tls.files
    #expect(both == [["/x", "/y"], ["conf/b", "conf/c"], ["conf/d", "conf/e"]])
  }

  @Test("Each certificate says where its proof comes from")
  func proofs() throws {
    let settings = try listener(
      """
      tls:
        certificate_file: a
        key_file: b
        ocsp_file: c
        certificates:
          - { certificate_file: d, key_file: e, ocsp: fetch }
          - { certificate_file: f, key_file: g, ocsp: off }
          - { certificate_file: h, key_file: i }
      """)
    #expect(settings.certificates.map(\.revocation) == [.file("conf/c"), .responder, .none, .none])
  }

  @Test("Versions and tickets have defaults")
  func defaults() throws {
    let settings = try listener("listen: 127.0.0.1:1\n")
    #expect(settings.minimumVersion == .tls12)
    #expect(settings.ticketRotation == 43_200_000_000_000 && settings.ticketLifetime == 86_400_000_000_000)
    let other = try listener(
      "tls: { certificate_file: a, key_file: b, min_version: '1.3', ticket_rotation: 1h, ticket_lifetime: 3h }")
    #expect(other.minimumVersion == .tls13)
    #expect(other.ticketTimes == TicketKeys.Times(rotation: 3_600_000_000_000, lifetime: 10_800_000_000_000))
  }
}

@Suite("TLS handshakes that failed")
struct TLSFailureTallyTests {
  @Test("are told once for each reason, however many there were")
  func reasons() {
    let tally = TLSFailureTally()
    for port in 1...100 {
      tally.note(.timedOut, from: .loopback)
      if port % 10 == 0 { tally.note(.left, from: .loopback) }
    }
    #expect(
      tally.take() == [
        .init(reason: TLSFailure.timedOut.reason, count: 100, client: "127.0.0.1"),
        .init(reason: TLSFailure.left.reason, count: 10, client: "127.0.0.1"),
      ])
    #expect(tally.take().isEmpty)
  }
}
