import Policy

extension Section {
  private static let form = "an address and port such as 0.0.0.0:8443, [::1]:8443 or unix:/run/countersign.sock"

  /// Where the gateway listens, each address once; at least one.
  func listenAddresses() -> [ListenAddress] {
    let texts = texts("listen")
    var addresses: [ListenAddress] = []
    for text in texts {
      guard let address = ListenAddress(parsing: text.value) else {
        reportUnexpected(text, "listen", Self.form)
        continue
      }
      if addresses.contains(address) {
        report(text.position, "listen names \(address.text) twice", fix: "keep one of the two")
      }
      addresses.append(resolved(address))
    }
    return texts.isEmpty ? [.ip("127.0.0.1", port: 8443)] : addresses
  }

  /// Where health, metrics and administration are; `off` for nowhere.
  func adminListen() -> ListenAddress? {
    guard let text = text("admin_listen") else { return .ip("127.0.0.1", port: 9443) }
    if text.value == "off" { return nil }
    if let address = ListenAddress(parsing: text.value) { return resolved(address) }
    reportUnexpected(text, "admin_listen", Self.form + ", or off")
    return nil
  }

  private func resolved(_ address: ListenAddress) -> ListenAddress {
    guard case .unix(let path) = address else { return address }
    return .unix(path: context.resolve(path))
  }

  /// `tls: { certificate_file, key_file }`, by default the pair that `init` makes beside the configuration, or
  /// `tls: off` where every listener is local.
  func tls(for listen: [ListenAddress]) -> TLSSettings? {
    if let node = node("tls"), case .text(let word) = node.content {
      return tlsOff(Located(word, node.position), listen)
    }
    return sectionOrEmpty("tls") { section in
      let isWritten = section.node("certificate_file") != nil || section.node("key_file") != nil
      guard isWritten else { return section.ownPair() }
      let certificate = section.file("certificate_file")
      let key = section.file("key_file")
      if section.node("certificate_file") == nil { section.reportMissing("certificate_file", "PATH of a PEM file") }
      if section.node("key_file") == nil { section.reportMissing("key_file", "PATH of a PEM file") }
      return TLSSettings.files(certificate: certificate ?? "", key: key ?? "")
    }
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

  private func ownPair() -> TLSSettings {
    let paths = ["tls/server.pem", "tls/server.key"].map(context.resolve)
    for path in paths {
      guard let reason = context.unreadable(path) else { continue }
      report(
        position, "tls is not set, and \(path) \(reason)",
        fix: "add tls: { certificate_file: PATH, key_file: PATH }; 'countersign init' makes a pair; "
          + "tls: off does for a listener on this machine")
    }
    return .files(certificate: paths[0], key: paths[1])
  }

  /// What callers type; by default made of the first listener.
  func publicURL(_ listen: [ListenAddress], _ tls: TLSSettings?) -> WebAddress? {
    if let text = text("public_url") {
      if let url = WebAddress(parsing: text.value), url.path.isEmpty { return url }
      reportUnexpected(text, "public_url", "a URL without a path, such as https://models.example.org")
      return nil
    }
    let scheme = tls == .off ? "http" : "https"
    guard case .ip(_, let port)? = listen.first else { return WebAddress(parsing: scheme + "://localhost") }
    return WebAddress(parsing: "\(scheme)://localhost:\(port)")
  }
}
