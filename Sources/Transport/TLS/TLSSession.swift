import COpenSSL
import Glibc

/// TLS on one connection: reads and writes as a socket does, the handshake running inside them.
///
/// A violation of the protocol is EPROTO; any other error number is the socket's own.
@safe public final class TLSSession {
  private let pointer: OpaquePointer
  private let socket = TLSSocket()
  /// What the session was made by; a handshake needs it also when another configuration is in force meanwhile.
  let server: TLSServer?
  /// The certificate that the client's name selected.
  var certificate: TLSCertificate?
  /// The client's JA4 fingerprint, 36 bytes of ASCII; empty before its first message and on a client's side.
  public internal(set) var clientFingerprint: [UInt8] = []
  /// Why the session failed; nil while it did not.
  private(set) var failure: TLSFailure?

  /// Takes over an `SSL`.
  init(_ pointer: OpaquePointer, server: TLSServer? = nil) {
    unsafe self.pointer = pointer
    self.server = server
    certificate = server?.certificates.first
    unsafe SSL_set_ex_data(pointer, 0, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { unsafe SSL_free(pointer) }

  /// The session that OpenSSL calls back about.
  static func of(_ pointer: OpaquePointer?) -> TLSSession? {
    guard let data = unsafe SSL_get_ex_data(pointer, 0) else { return nil }
    return unsafe Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
  }

  func attach(_ descriptor: Int32, _ kernel: Kernel) {
    unsafe socket.attach(descriptor, kernel, to: pointer)
  }

  /// Whether both sides have agreed.
  public var isEstablished: Bool { unsafe SSL_is_init_finished(pointer) == 1 }

  /// Whether the peer ever sent a byte.
  public var hasReceived: Bool { socket.hasReceived }

  /// Whether the peer's end came without its word (close_notify): what was read may not be all there was.
  var wasCutOff: Bool {
    unsafe SSL_get_shutdown(pointer) & SSL_RECEIVED_SHUTDOWN == 0 && socket.hasEnded
  }

  /// Whether another read could bring something before the poller speaks again.
  var mayHaveMore: Bool { unsafe SSL_has_pending(pointer) == 1 || !socket.isDrained }

  /// The poller saw something.
  func becameReady(endIsNear: Bool) { socket.becameReady(endIsNear: endIsNear) }

  func read(into target: UnsafeMutableRawPointer, _ room: Int) -> Transfer {
    ERR_clear_error()
    var count = 0
    let result = unsafe SSL_read_ex(pointer, target, room, &count)
    if result == 1 { return .bytes(count) }
    return socket.hasEnded && failure == nil ? ended(result) : outcome(result)
  }

  func write(from source: UnsafeRawPointer, _ count: Int) -> Transfer {
    ERR_clear_error()
    var written = 0
    let result = unsafe SSL_write_ex(pointer, source, count, &written)
    return result == 1 ? .bytes(written) : outcome(result)
  }

  /// Tells the peer that nothing follows, as far as the socket takes it now.
  func sendCloseNotify() {
    ERR_clear_error()
    if failure == nil && isEstablished { unsafe _ = SSL_shutdown(pointer) }
  }

  private func ended(_ result: Int32) -> Transfer {
    switch unsafe SSL_get_error(pointer, result) {
    case SSL_ERROR_ZERO_RETURN, SSL_ERROR_SYSCALL, SSL_ERROR_WANT_READ: return .end
    default: return outcome(result)
    }
  }

  private func outcome(_ result: Int32) -> Transfer {
    switch unsafe SSL_get_error(pointer, result) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wouldBlock
    case SSL_ERROR_ZERO_RETURN: return .end
    case SSL_ERROR_SYSCALL where socket.error != 0: return .failed(socket.error)
    default:
      if failure == nil { failure = .take() }
      return .failed(EPROTO)
    }
  }
}
