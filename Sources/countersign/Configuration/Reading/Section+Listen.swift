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
