import Cryptography
import Identity

/// What `init` was asked to set up, checked before anything is written.
struct InitializationPlan {
  /// A model server to put behind the gateway.
  struct Upstream: Equatable {
    let url: String
    let api: String
    /// A file that holds the server's own API key.
    let keyFile: String?
    /// The caller's name for a model, and the server's.
    let models: [(name: String, upstreamName: String)]

    static func == (left: Upstream, right: Upstream) -> Bool {
      left.url == right.url && left.api == right.api && left.keyFile == right.keyFile
        && left.models.elementsEqual(right.models, by: ==)
    }
  }

  let folder: String
  let listen: ListenAddress
  let publicURL: WebAddress
  /// Names the server's certificate is for.
  let names: [SubjectName]
  let administrator: PrincipalIdentifier
  let upstream: Upstream?

  init(_ invocation: Invocation) throws(CommandFailure) {
    folder = invocation.requiredText("dir")
    listen = try Self.listen(invocation.requiredText("listen"))
    publicURL = try Self.publicURL(invocation.text("public-url"), listen)
    names = try Self.names(publicURL, invocation.list("host"))
    administrator = try PrincipalName.parse(invocation.requiredText("admin"))
    upstream = try Self.upstream(invocation)
  }

  private static func listen(_ text: String) throws(CommandFailure) -> ListenAddress {
    if let address = ListenAddress(parsing: text) { return address }
    throw .usage("--listen is an address and port such as 0.0.0.0:8443, not '\(PrintableText.line(text))'")
  }

  private static func publicURL(_ text: String?, _ listen: ListenAddress) throws(CommandFailure) -> WebAddress {
    var given = text ?? "https://localhost"
    if text == nil, case .ip(_, let port) = listen { given += ":\(port)" }
    if let url = WebAddress(parsing: given), url.isSecure, url.path.isEmpty { return url }
    throw .usage("--public-url is an https URL without a path, not '\(PrintableText.line(given))'")
  }

  private static func names(_ publicURL: WebAddress, _ further: [String]) throws(CommandFailure) -> [SubjectName] {
    var names: [SubjectName] = []
    for text in ["localhost", "127.0.0.1", "::1", publicURL.host] + further {
      guard let name = SubjectName(text) else {
        throw .usage("--host is a DNS name or IP address, not '\(PrintableText.line(text))'")
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private static func upstream(_ invocation: Invocation) throws(CommandFailure) -> Upstream? {
    let models = invocation.list("model")
    guard let url = invocation.text("upstream") else {
      if models.isEmpty { return nil }
      throw .usage("--model needs --upstream, the server it runs on")
    }
    guard WebAddress(parsing: url) != nil || url.hasPrefix("unix:") else {
      throw .usage("--upstream is http://HOST:PORT, https://HOST or unix:PATH, not '\(PrintableText.line(url))'")
    }
    return Upstream(
      url: url, api: invocation.requiredText("api"), keyFile: invocation.text("upstream-key-file"),
      models: models.map(model))
  }

  /// `NAME`, or `NAME=THERE` where the server calls it otherwise.
  private static func model(_ text: String) -> (name: String, upstreamName: String) {
    guard let sign = text.firstIndex(of: "=") else { return (text, text) }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }
}
