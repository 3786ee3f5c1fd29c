/// The limits of the listeners; each has a default, a least and a most.
struct ServerSettings: Sendable {
  /// Of the whole process.
  let maximumConnections: Int
  /// Of one IPv4 address or IPv6 /64.
  let maximumConnectionsPerAddress: Int
  let maximumRequestsPerConnection: Int
  /// Bytes of a request's line and fields.
  let maximumHeadBytes: Int
  let maximumHeaders: Int
  /// Bytes of a request's target: its path and query.
  let maximumTargetBytes: Int
  /// Bytes of one request's body.
  let maximumBodyBytes: Int
  /// Bytes of bodies held in memory, over all requests.
  let maximumBufferedBytes: Int
  /// Bytes of an answer that wait for one client before its upstream is no longer read.
  let maximumUnsentBytes: Int
  /// From the first byte of a request to the end of its head; also for a proxy's header and a TLS handshake.
  let headerTimeout: UInt64
  /// Between two pieces of a body, and until the least rate holds.
  let bodyTimeout: UInt64
  /// Bytes a second of a body, on average from its head on.
  let minimumBodyRate: Int
  /// How long a connection may wait for its next request.
  let idleTimeout: UInt64
  /// How long a client may take over what waits for it.
  let sendTimeout: UInt64
  /// How long running requests may go on after the order to stop.
  let drainTimeout: UInt64
  /// How long an idle connection may bring a last request after the order to stop.
  let drainGrace: UInt64
}
