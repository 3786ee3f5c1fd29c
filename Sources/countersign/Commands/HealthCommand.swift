import Fetch

extension Command {
  /// `countersign health`.
  static let health = Command(
    "health", "asks the running gateway whether it is ready",
    about: "Asks /readyz on the admin listener that the configuration names. Exit code 0 when ready, else 1.",
    options: [.config, .value("timeout", "DURATION", "how long to wait for the answer", default: "5s"), .output],
    examples: [Example("countersign health || systemctl restart countersign", "for a supervisor's check")]
  ) { invocation in
    let configuration = try Installation(invocation).configuration
    guard let listen = configuration.adminListen else {
      throw CommandFailure("the configuration has no admin listener", fix: "set admin_listen, such as 127.0.0.1:9443")
    }
    let milliseconds = Int(try invocation.duration("timeout") ?? 5) * 1000
    let limits = FetchLimits(connectTimeout: milliseconds, totalTimeout: milliseconds, bodyBytes: 64 << 10)
    let (fetcher, url) = question(listen, limits)
    let response: FetchResponse
    do {
      response = try await fetcher.get(url)
    } catch {
      throw CommandFailure("no gateway answers at \(listen.text): \(error)", fix: "start it: 'countersign serve'")
    }
    let isReady = response.status == 200
    let text = String(decoding: response.body, as: UTF8.self)
    switch invocation.output {
    case .table: invocation.console.line(isReady ? "ready" : "not ready: \(PrintableText.line(text))")
    case .json:
      invocation.show(
        Record(["ready": .bool(isReady), "status": .integer(Int64(response.status)), "answer": .string(text)]))
    }
    return isReady ? .done : .failed
  }

  private static func question(_ listen: ListenAddress, _ limits: FetchLimits) -> (Fetcher, String) {
    switch listen {
    case .ip: (Fetcher(limits: limits), "http://\(listen.text)/readyz")
    case .unix(let path): (Fetcher(limits: limits, unixSocket: path), "http://localhost/readyz")
    }
  }
}
