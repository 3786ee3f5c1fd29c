import COpenSSL

/// Trust for many TLS sessions with one https upstream.
///
/// The SSL_CTX is complete before the initialiser returns, and OpenSSL counts its references atomically.
@safe public final class TLSContext: Sendable {
  nonisolated(unsafe) private let pointer: OpaquePointer

  /// The upstream's certificate must chain to `caFile`, or to the system's authorities where it is nil.
  public init(trusting caFile: String?) throws(TLSError) {
    guard let context = unsafe SSL_CTX_new(TLS_client_method()) else { throw TLSError("cannot make a TLS context") }
    unsafe pointer = context
    if unsafe countersign_tls_defaults(context, TLS1_2_VERSION) != 1 { throw TLSError("cannot set up a TLS context") }
    unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
    if let caFile {
      if unsafe SSL_CTX_load_verify_locations(context, caFile, nil) != 1 {
        throw TLSError("cannot read the certificate authorities in \(caFile)")
      }
    } else if unsafe SSL_CTX_set_default_verify_paths(context) != 1 {
      throw TLSError("cannot read the system's certificate authorities")
    }
  }

  deinit { unsafe SSL_CTX_free(pointer) }

  /// A session for one connection; `host` is the name or address the upstream must prove, without which there is none.
  public func makeSession(host: String?) -> TLSSession? {
    guard let session = unsafe SSL_new(pointer) else { return nil }
    unsafe SSL_set_connect_state(session)
    guard let host, unsafe countersign_tls_expect_host(session, host) == 1 else {
      unsafe SSL_free(session)
      return nil
    }
    return unsafe TLSSession(session)
  }
}
