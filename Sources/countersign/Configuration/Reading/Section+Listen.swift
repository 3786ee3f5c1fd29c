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

  /// `tls: { certificate_file, key_file }`, or `tls: off` where every listener is local.
  func tls(for listen: [ListenAddress]) -> TLSSettings? {
    if let node = node("tls"), case .text(let word) = node.content {
      guard word == "off" else {
        reportUnexpected(Located(word, node.position), "tls", "off, or { certificate_file: PATH, key_file: PATH }")
        return nil
      }
      if let open = listen.first(where: { !$0.isLocal }) {
        report(
          node.position, "tls is off, and \(open.text) is open to other machines",
          fix: "listen on 127.0.0.1, [::1] or unix:, or give a certificate_file and key_file")
      }
      return .off
    }
    let files = section("tls") { section in
      let certificate = section.file("certificate_file")
      let key = section.file("key_file")
      if certificate == nil { section.reportMissing("certificate_file", "PATH of a PEM file") }
      if key == nil { section.reportMissing("key_file", "PATH of a PEM file") }
      return TLSSettings.files(certificate: certificate ?? "", key: key ?? "")
    }
    if files == nil, node("tls") == nil {
      report(
        position, "tls is missing",
        fix: "add tls: { certificate_file: PATH, key_file: PATH }; 'countersign init' makes a pair; "
          + "tls: off does for a listener on this machine")
    }
    return files
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
