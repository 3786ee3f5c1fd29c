import Policy

extension Section {
  private static let form = "an address and port such as 0.0.0.0:8443, [::1]:8443 or unix:/run/countersign.sock"

  /// Where the gateway listens, each address once, at least one; and those of them that proxies connect to.
  func listenAddresses() -> (all: [ListenAddress], proxied: [ListenAddress]) {
    var all: [ListenAddress] = []
    var proxied: [ListenAddress] = []
    let elements = elements("listen")
    for (index, element) in elements.enumerated() {
      guard let (address, position, isProxied) = listener(element, index) else { continue }
      if all.contains(address) {
        report(position, "listen names \(address.text) twice", fix: "keep one of the two")
      }
      all.append(address)
      if isProxied { proxied.append(address) }
    }
    return (elements.isEmpty ? [.ip("127.0.0.1", port: 8443)] : all, proxied)
  }

  // An address, or `{ address: …, proxy_protocol: true }`.
  private func listener(
    _ element: YAMLNode, _ index: Int
  ) -> (address: ListenAddress, position: SourcePosition, isProxied: Bool)? {
    guard case .mapping = element.content else {
      guard let text = text(of: element, "listen"), let address = listenAddress(text, "listen") else { return nil }
      return (address, text.position, false)
    }
    return section(of: element, "listen", index) { section in
      let isProxied = section.flag("proxy_protocol", default: false)
      let label = section.label("address")
      guard let text = section.requiredText("address", "0.0.0.0:8443"), let address = listenAddress(text, label) else {
        return nil
      }
      return (address, text.position, isProxied)
    }
  }

  private func listenAddress(_ text: Located<String>, _ label: String) -> ListenAddress? {
    if let address = ListenAddress(parsing: text.value) { return resolved(address) }
    reportUnexpected(text, label, Self.form)
    return nil
  }

  /// The proxies that are believed; there must be some where a listener serves nobody else.
  func trustedProxies(for proxied: [ListenAddress]) -> [Network] {
    let networks = texts("trusted_proxies").compactMap { text -> Network? in
      if let network = try? Network(parsing: text.value) { return network }
      reportUnexpected(text, "trusted_proxies", "an address or network such as 10.0.0.7, 10.1.0.0/16 or 2001:db8::/48")
      return nil
    }
    if let first = proxied.first, node("trusted_proxies") == nil {
      report(
        position(of: "listen"), "\(first.text) takes proxies only, and no proxy is trusted",
        fix: "name the proxies: trusted_proxies: [ 10.0.0.7 ]")
    }
    return networks
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
