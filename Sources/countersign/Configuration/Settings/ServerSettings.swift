/// The limits of the listeners; each has a default, a least and a most.
struct ServerSettings: Sendable {
  let maximumConnections: Int
  /// Bytes of a request's line and fields.
  let maximumHeadBytes: Int
  /// Bytes of one request's body.
  let maximumBodyBytes: Int
  /// Bytes of bodies held in memory, over all requests.
  let maximumBufferedBytes: Int
  /// From the first byte of a request to the end of its head; also for a TLS handshake.
  let headerTimeout: UInt64
  /// From the end of the head to the end of the body.
  let bodyTimeout: UInt64
  /// How long a connection may wait for its next request.
  let idleTimeout: UInt64
  /// How long a client may take no byte of its answer.
  let sendTimeout: UInt64
  /// How long running requests may go on after the order to stop.
  let drainTimeout: UInt64
}
