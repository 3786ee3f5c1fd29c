import Policy

extension Section {
  /// `tls: { certificate_file, key_file, certificates: […] }`, by default the pair that `init` makes beside the
  /// configuration, or `tls: off` where every listener is local.
  func tls(for listen: [ListenAddress]) -> TLSSettings? {
    if let node = node("tls"), case .text(let word) = node.content {
      return tlsOff(Located(word, node.position), listen)
    }
    return sectionOrEmpty("tls") { section in TLSSettings.on(section.listenerTLS()) }
  }

  private func tlsOff(_ word: Located<String>, _ listen: [ListenAddress]) -> TLSSettings? {
    guard word.value == "off" else {
      reportUnexpected(word, "tls", "off, or { certificate_file: PATH, key_file: PATH }")
      return nil
    }
    if let open = listen.first(where: { !$0.isLocal }) {
      report(
        word.position, "tls is off, and \(open.text) is open to other machines",
        fix: "listen on 127.0.0.1, [::1] or unix:, or give a certificate_file and key_file")
    }
    return .off
  }

  private func listenerTLS() -> TLSListenerSettings {
    let own = ["certificate_file", "key_file", "ocsp_file", "ocsp"].contains { node($0) != nil } ? certificate() : nil
    let others = sections("certificates") { $0.certificate() }
    let rotation = duration("ticket_rotation", default: "12h", "1m", "3d")
    let lifetime = duration("ticket_lifetime", default: "24h", "2m", "7d")
    if lifetime < 2 * rotation {
      report(
        position(of: "ticket_lifetime"), "\(label("ticket_lifetime")) is less than twice \(label("ticket_rotation"))",
        fix: "a ticket lasts as long as the one exceeds the other: write 24h and 12h, or values as far apart")
    }
    let certificates = (own.map { [$0] } ?? []) + others
    return TLSListenerSettings(
      certificates: certificates.isEmpty ? [ownPair()] : certificates,
      minimumVersion: choice("min_version", TLSListenerSettings.MinimumVersion.allCases) ?? .tls12,
      ticketRotation: rotation, ticketLifetime: lifetime)
  }

  private func certificate() -> CertificateSettings {
    let certificate = file("certificate_file")
    let key = file("key_file")
    if node("certificate_file") == nil { reportMissing("certificate_file", "PATH of a PEM file") }
    if node("key_file") == nil { reportMissing("key_file", "PATH of a PEM file") }
    return CertificateSettings(
      certificateFile: certificate ?? "", keyFile: key ?? "", revocation: revocation())
  }

  private func revocation() -> CertificateSettings.RevocationSource {
    let path = file("ocsp_file")
    guard let word = text("ocsp") else { return path.map { .file($0) } ?? .none }
    if path != nil {
      report(word.position, "both \(label("ocsp")) and ocsp_file are given", fix: "keep one of the two")
    }
    if word.value == "fetch" { return .responder }
    if word.value != "off" { reportUnexpected(word, label("ocsp"), "fetch or off", among: ["fetch", "off"]) }
    return .none
  }

  private func ownPair() -> CertificateSettings {
    let paths = ["tls/server.pem", "tls/server.key"].map(context.resolve)
    for path in paths {
      guard let reason = context.unreadable(path) else { continue }
      report(
        position, "tls is not set, and \(path) \(reason)",
        fix: "add tls: { certificate_file: PATH, key_file: PATH }; 'countersign init' makes a pair; "
          + "tls: off does for a listener on this machine")
    }
    return CertificateSettings(certificateFile: paths[0], keyFile: paths[1])
  }
}
