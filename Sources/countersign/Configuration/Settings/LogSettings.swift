/// Where log lines go.
struct LogSettings: Sendable {
  enum Destination: Sendable, Equatable {
    case off
    case standardOutput
    case file(String)
  }

  /// One JSON line for each request.
  let access: Destination
}
