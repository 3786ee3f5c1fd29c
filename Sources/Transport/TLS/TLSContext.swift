import COpenSSL

/// What is wrong with certificates, keys or trust, in words for the operator.
public struct TLSError: Error, CustomStringConvertible {
  /// What failed, and OpenSSL's reason where it gave one.
  public let description: String

  init(_ what: String) {
    var reason = ""
    let code = ERR_get_error()
    if code != 0, let text = unsafe ERR_reason_error_string(code) { reason = unsafe ": " + String(cString: text) }
    ERR_clear_error()
    description = what + reason
  }
}

/// Certificates, versions and trust for many TLS sessions: one for the listener, one for each https upstream.
///
/// `@unchecked Sendable`: the SSL_CTX is complete before the initialiser returns, and OpenSSL counts its references
/// atomically and locks its session cache itself.
@safe public final class TLSContext: @unchecked Sendable {
  let pointer: OpaquePointer
  private let isServer: Bool

  /// A server's context: certificate chain and key as PEM files; TLS 1.3 and 1.2, application protocol http/1.1.
  public init(certificateFile: String, keyFile: String) throws(TLSError) {
    guard let context = unsafe SSL_CTX_new(TLS_server_method()) else { throw TLSError("cannot make a TLS context") }
    unsafe pointer = context
    isServer = true
    unsafe countersign_tls_defaults(context)
    if unsafe SSL_CTX_use_certificate_chain_file(context, certificateFile) != 1 {
      throw TLSError("cannot read the certificate chain \(certificateFile)")
    }
    if unsafe SSL_CTX_use_PrivateKey_file(context, keyFile, SSL_FILETYPE_PEM) != 1 {
      throw TLSError("cannot read the private key \(keyFile)")
    }
    if unsafe SSL_CTX_check_private_key(context) != 1 {
      throw TLSError("the key \(keyFile) does not belong to the certificate \(certificateFile)")
    }
    unsafe countersign_tls_accept_http1(context)
  }

  /// A client's context: the upstream's certificate must chain to `caFile`, or to the system's authorities where it is
  /// nil.
  public init(trusting caFile: String?) throws(TLSError) {
    guard let context = unsafe SSL_CTX_new(TLS_client_method()) else { throw TLSError("cannot make a TLS context") }
    unsafe pointer = context
    isServer = false
    unsafe countersign_tls_defaults(context)
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

  /// A session for one connection; `host` is the name or address an upstream must prove.
  public func makeSession(host: String? = nil) -> TLSSession? {
    guard let session = unsafe SSL_new(pointer) else { return nil }
    if isServer {
      unsafe SSL_set_accept_state(session)
    } else {
      unsafe SSL_set_connect_state(session)
      guard let host, unsafe countersign_tls_expect_host(session, host) == 1 else {
        unsafe SSL_free(session)
        return nil
      }
    }
    return unsafe TLSSession(session)
  }
}
