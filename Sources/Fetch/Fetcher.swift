/// Asks HTTP servers on behalf of the control plane; each call is one request on a thread of its own.
public struct Fetcher: Sendable {
  private let limits: FetchLimits
  private let authorities: String?
  private let unixSocket: String?

  /// - Parameter authorities: a PEM file of certificate authorities to trust instead of the system's.
  /// - Parameter unixSocket: the path of a socket to connect to, whatever host the URL names.
  public init(limits: FetchLimits = FetchLimits(), authorities: String? = nil, unixSocket: String? = nil) {
    self.limits = limits
    self.authorities = authorities
    self.unixSocket = unixSocket
  }

  /// The response to a GET; any status is a response, redirects are not followed.
  public func get(_ url: String, fields: [(name: String, value: String)] = []) async throws(FetchError) -> FetchResponse
  {
    try await send(url, fields, body: nil)
  }

  /// The response to a POST of `body`.
  public func post(
    _ url: String, body: [UInt8], contentType: String, fields: [(name: String, value: String)] = []
  ) async throws(FetchError) -> FetchResponse {
    try await send(url, [(name: "Content-Type", value: contentType)] + fields, body: body)
  }

  private func send(
    _ url: String, _ fields: [(name: String, value: String)], body: [UInt8]?
  ) async throws(FetchError) -> FetchResponse {
    let request = try FetchRequest(
      url: url, fields: fields, body: body, limits: limits, authorities: authorities, unixSocket: unixSocket)
    let cancellation = Cancellation()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        FetchThread.start(FetchJob(request: request, cancellation: cancellation) { continuation.resume(returning: $0) })
      }
    } onCancel: {
      cancellation.cancel()
    }
    return try result.get()
  }
}
