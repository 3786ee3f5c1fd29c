import Transport

/// Makes what the listeners need for TLS of the configuration.
enum ListenerTLS {
  /// Nil where TLS is off; throws a ``CommandFailure`` that names the setting.
  static func server(_ settings: TLSSettings, tickets: TicketKeys, after previous: TLSServer?) throws -> TLSServer? {
    guard case .on(let settings) = settings else { return nil }
    let known = previous?.certificates ?? []
    let certificates = try settings.certificates.map { try certificate($0, settings.minimumVersion, known) }
    for (certificate, files) in zip(certificates, settings.certificates).dropFirst() where certificate.names.isEmpty {
      throw CommandFailure(
        "the certificate \(files.certificateFile) has no DNS name, so no client would get it",
        fix: "give it a subjectAltName, or put it first in tls")
    }
    do throws(TLSError) {
      return try TLSServer(certificates, tickets: tickets, settings.ticketTimes)
    } catch {
      throw CommandFailure(error.description, fix: "correct tls")
    }
  }

  private static func certificate(
    _ files: CertificateSettings, _ version: TLSListenerSettings.MinimumVersion, _ known: [TLSCertificate]
  ) throws -> TLSCertificate {
    do throws(TLSError) {
      return try TLSCertificate(
        certificateFile: files.certificateFile, keyFile: files.keyFile,
        minimumVersion: version == .tls13 ? .tls13 : .tls12, predecessors: known)
    } catch {
      throw CommandFailure(error.description, fix: "correct certificate_file and key_file below tls")
    }
  }
}

extension TLSListenerSettings {
  var ticketTimes: TicketKeys.Times { TicketKeys.Times(rotation: ticketRotation, lifetime: ticketLifetime) }
}
