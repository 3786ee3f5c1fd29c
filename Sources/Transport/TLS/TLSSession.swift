import COpenSSL
import Glibc

/// TLS on one connection: reads and writes as a socket does, the handshake running inside them.
///
/// A violation of the protocol is EPROTO; any other error number is the socket's own.
@safe public final class TLSSession {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

  deinit { unsafe SSL_free(pointer) }

  func attach(_ descriptor: Int32) {
    unsafe _ = SSL_set_fd(pointer, descriptor)
  }

  func read(into target: UnsafeMutableRawPointer, _ room: Int) -> Transfer {
    ERR_clear_error()
    errno = 0
    var count = 0
    let result = unsafe SSL_read_ex(pointer, target, room, &count)
    return result == 1 ? .bytes(count) : outcome(result)
  }

  func write(from source: UnsafeRawPointer, _ count: Int) -> Transfer {
    ERR_clear_error()
    errno = 0
    var written = 0
    let result = unsafe SSL_write_ex(pointer, source, count, &written)
    return result == 1 ? .bytes(written) : outcome(result)
  }

  /// Tells the peer that nothing follows, as far as the socket takes it now.
  func sendCloseNotify() {
    ERR_clear_error()
    if unsafe SSL_is_init_finished(pointer) == 1 { unsafe _ = SSL_shutdown(pointer) }
  }

  private func outcome(_ result: Int32) -> Transfer {
    let error = errno
    return switch unsafe SSL_get_error(pointer, result) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: .wouldBlock
    case SSL_ERROR_ZERO_RETURN: .end
    case SSL_ERROR_SYSCALL where error != 0: .failed(error)
    default: .failed(EPROTO)
    }
  }
}
