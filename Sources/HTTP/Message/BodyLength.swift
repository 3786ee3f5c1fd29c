/// How the end of a body is known (RFC 9112, 6.3).
public enum BodyLength: Equatable, Sendable {
  case none
  case exactly(Int)
  case chunked
  /// Responses only: the body ends where the connection does.
  case untilClose
}
