import Bytes
import COpenSSL

/// What TLS sessions of the listeners begin with: certificates by name, and the keys of session tickets.
@safe public final class TLSServer: Sendable {
  /// The first is for clients that name no host, or none of theirs.
  public let certificates: [TLSCertificate]
  private let tickets: TicketKeys
  private let ticketTimes: TicketKeys.Times
  private let selection: CertificateSelection

  /// At least one certificate; each but the first must have a DNS name, or no client could get it.
  public init(_ certificates: [TLSCertificate], tickets: TicketKeys, _ ticketTimes: TicketKeys.Times) throws(TLSError) {
    guard let first = certificates.first else { throw TLSError("a TLS listener needs a certificate") }
    self.certificates = certificates
    self.tickets = tickets
    self.ticketTimes = ticketTimes
    selection = CertificateSelection(certificates.map(\.names))
    unsafe SSL_CTX_set_timeout(first.context, ticketTimes.ticketSeconds)
    unsafe SSL_CTX_set_client_hello_cb(first.context, { session, _, _ in unsafe TLSServer.select(session) }, nil)
    unsafe SSL_CTX_set_msg_callback(first.context) { isWrite, _, kind, bytes, count, session, _ in
      guard isWrite == 0, kind == SSL3_RT_HANDSHAKE else { return }
      unsafe TLSServer.note(UnsafeRawBufferPointer(start: bytes, count: count), session)
    }
    unsafe SSL_CTX_set_tlsext_ticket_key_evp_cb(first.context) { session, name, vector, cipher, mac, isSealing in
      guard let server = unsafe TLSSession.of(session)?.server, let name = unsafe name, let vector = unsafe vector
      else { return 0 }
      return unsafe server.tickets.serve(name, vector, cipher, mac, isSealing: isSealing == 1, server.ticketTimes)
    }
  }

  /// Makes and drops ticket keys as their times ask, also where nobody connects; `now` on the monotonic clock.
  public func rotateTicketKeys(now: UInt64) { tickets.rotate(now: now, ticketTimes) }

  /// A session for one accepted connection.
  public func makeSession() -> TLSSession? {
    guard let session = unsafe SSL_new(certificates[0].context) else { return nil }
    unsafe SSL_set_accept_state(session)
    return unsafe TLSSession(session, server: self)
  }

  // The client's first message, whole even where it came in pieces. OpenSSL's own list of its extensions leaves out
  // those it does not know, so the fingerprint is made of the bytes themselves.
  private static func note(_ message: UnsafeRawBufferPointer, _ pointer: OpaquePointer?) {
    guard let session = unsafe TLSSession.of(pointer), session.clientFingerprint.isEmpty,
      unsafe message.first == UInt8(SSL3_MT_CLIENT_HELLO)
    else { return }
    session.clientFingerprint = unsafe ClientHello(message.bindMemory(to: UInt8.self).span)?.fingerprint ?? []
    // No later message is of interest, and each record would cost a call.
    unsafe SSL_set_msg_callback(pointer, nil)
  }

  // Before OpenSSL looks for a session to resume, so that a ticket is checked against the selected certificate.
  private static func select(_ pointer: OpaquePointer?) -> Int32 {
    guard let session = unsafe TLSSession.of(pointer), let server = session.server else {
      return SSL_CLIENT_HELLO_SUCCESS
    }
    var bytes: UnsafePointer<UInt8>?
    var count = 0
    if unsafe SSL_client_hello_get0_ext(pointer, UInt32(TLSEXT_TYPE_server_name), &bytes, &count) == 1 {
      let extensionBytes = unsafe UnsafeBufferPointer(start: bytes, count: count)
      let certificate = unsafe server.certificate(forServerName: extensionBytes.span)
      session.certificate = certificate
      unsafe _ = SSL_set_SSL_CTX(pointer, certificate.context)
    }
    return SSL_CLIENT_HELLO_SUCCESS
  }

  private func certificate(forServerName bytes: Span<UInt8>) -> TLSCertificate {
    guard let name = ServerNameExtension.hostName(bytes) else { return certificates[0] }
    return certificates[selection.index(for: bytes.extracting(name))]
  }
}
