/// A plain HTTP API beside the models.
struct RouteSettings: Sendable {
  /// Which paths a route takes.
  enum Paths: Sendable, Equatable {
    /// This path and no other.
    case exactly(String)
    /// Every path below this one, which ends with a slash.
    case below(String)
  }

  /// What roles call it.
  let name: String
  let paths: Paths
  /// An index into ``Configuration/upstreams``.
  let upstream: Int
  /// In capitals; empty for every method but CONNECT and TRACE.
  let methods: [String]
}
