import COpenSSL

/// One certificate of the listener with its chain, key and names, ready to be served.
///
/// The SSL_CTX is complete before the initialiser returns, and OpenSSL counts its references atomically.
@safe public final class TLSCertificate: Sendable {
  nonisolated(unsafe) let context: OpaquePointer
  /// The DNS names the certificate is for, ASCII letters in lower case; `*.` in front of a name stands for one label.
  public let names: [[UInt8]]
  /// DER of the certificate and of those that vouch for it, in the order of the file.
  public let chain: [[UInt8]]
  /// What is said about its revocation.
  public let staple: TLSStaple

  /// Reads a certificate, its chain behind it, and its key, all PEM.
  ///
  /// - Parameter predecessors: certificates served until now; where one is the same, its staple is kept.
  public init(
    certificateFile: String, keyFile: String, minimumVersion: TLSVersion = .tls12,
    predecessors: [TLSCertificate] = []
  ) throws(TLSError) {
    guard let context = unsafe SSL_CTX_new(TLS_server_method()) else { throw TLSError("cannot make a TLS context") }
    unsafe self.context = context
    var failure: TLSError?
    do throws(TLSError) {
      try unsafe Self.load(context, certificateFile, keyFile, minimumVersion)
    } catch {
      failure = error
    }
    names = unsafe Self.names(SSL_CTX_get0_certificate(context))
    let chain = unsafe Self.chain(context)
    self.chain = chain
    staple = predecessors.first { $0.chain == chain }?.staple ?? TLSStaple()
    if let failure { throw failure }
    try unsafe bindSessions(context)
    unsafe countersign_tls_accept_http1(context)
    unsafe countersign_tls_on_status_request(context) { session, _ in unsafe TLSCertificate.answerStatusRequest(session)
    }
  }

  deinit { unsafe SSL_CTX_free(context) }

  private static func load(
    _ context: OpaquePointer, _ certificateFile: String, _ keyFile: String, _ minimumVersion: TLSVersion
  ) throws(TLSError) {
    if unsafe countersign_tls_defaults(context, minimumVersion.number) != 1 {
      throw TLSError("cannot set up a TLS context")
    }
    if unsafe SSL_CTX_use_certificate_chain_file(context, certificateFile) != 1 {
      throw TLSError("cannot read the certificate chain \(certificateFile)")
    }
    // Without an answer to it, OpenSSL would ask for a passphrase on the terminal.
    unsafe SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in -1 }
    if unsafe SSL_CTX_use_PrivateKey_file(context, keyFile, SSL_FILETYPE_PEM) != 1 {
      throw TLSError("cannot read the private key \(keyFile), which must be PEM without a passphrase")
    }
    if unsafe SSL_CTX_check_private_key(context) != 1 {
      throw TLSError("the key \(keyFile) does not belong to the certificate \(certificateFile)")
    }
  }

  // A ticket is good for the certificate it was given under: for the same names of the same issuer, so that it outlives
  // a renewal, and never for another name's certificate.
  private func bindSessions(_ context: OpaquePointer) throws(TLSError) {
    var bytes: [UInt8] = []
    for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) { bytes += name + [0] }
    bytes += unsafe Self.issuer(SSL_CTX_get0_certificate(context))
    let digest = TLSDigest.sha256(bytes.span)
    if unsafe SSL_CTX_set_session_id_context(context, digest, UInt32(digest.count)) != 1 {
      throw TLSError("cannot bind session tickets to a certificate")
    }
  }

  private static func issuer(_ certificate: OpaquePointer?) -> [UInt8] {
    guard let certificate = unsafe certificate else { return [] }
    return unsafe DER.bytes { unsafe i2d_X509_NAME(X509_get_issuer_name(certificate), $0) }
  }

  private static func chain(_ context: OpaquePointer) -> [[UInt8]] {
    guard let own = unsafe SSL_CTX_get0_certificate(context) else { return [] }
    let others = unsafe countersign_tls_chain(context)
    return unsafe [DER.bytes { unsafe i2d_X509(own, $0) }]
      + (0..<countersign_certificate_count(others)).map { index in
        unsafe DER.bytes { unsafe i2d_X509(countersign_certificate_at(others, index), $0) }
      }
  }

  private static func names(_ certificate: OpaquePointer?) -> [[UInt8]] {
    guard let certificate = unsafe certificate else { return [] }
    var names: [[UInt8]] = []
    unsafe withUnsafeMutablePointer(to: &names) { list in
      unsafe countersign_each_dns_name(certificate, list) { list, bytes, count in
        guard let list = unsafe list?.assumingMemoryBound(to: [[UInt8]].self), let bytes = unsafe bytes else { return }
        let name = unsafe UnsafeBufferPointer(start: bytes, count: Int(count))
        unsafe list.pointee.append(HostName.folded(name.span))
      }
    }
    return names
  }

  private static func answerStatusRequest(_ session: OpaquePointer?) -> Int32 {
    let now = Int64(Clock.realtime() / Nanoseconds.perSecond)
    guard let session = unsafe session, let bytes = unsafe TLSSession.of(session)?.certificate?.staple.current(now: now)
    else { return SSL_TLSEXT_ERR_NOACK }
    return unsafe countersign_tls_staple(session, bytes, bytes.count)
  }
}

/// What OpenSSL writes as DER: asked once for the length, once for the bytes.
private enum DER {
  static func bytes(_ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8] {
    let count = write(nil)
    guard count > 0 else { return [] }
    return unsafe [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
      var target = buffer.baseAddress
      filled = unsafe Int(write(&target))
    }
  }
}
