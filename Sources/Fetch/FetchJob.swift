/// One request on its way to a thread, and whom to tell.
final class FetchJob: Sendable {
  let request: FetchRequest
  let cancellation: Cancellation
  let completed: @Sendable (Result<FetchResponse, FetchError>) -> Void

  init(
    request: FetchRequest, cancellation: Cancellation,
    completed: @escaping @Sendable (Result<FetchResponse, FetchError>) -> Void
  ) {
    self.request = request
    self.cancellation = cancellation
    self.completed = completed
  }

  /// Performs the request on this thread, which it holds for as long as the limits allow.
  func perform() -> Result<FetchResponse, FetchError> {
    let sink = ResponseSink(limits: request.limits, cancellation: cancellation)
    do throws(FetchError) {
      let handle = try EasyHandle(request)
      return .success(try handle.perform(into: sink))
    } catch {
      return .failure(error)
    }
  }
}
