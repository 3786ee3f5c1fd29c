import COpenSSL

/// Why a TLS connection was given up, in OpenSSL's words or ours; says nothing that a peer could have chosen.
public struct TLSFailure: Error, Equatable, Sendable {
  /// `no shared cipher`, `tlsv1 alert unknown ca`, `timed out`, ….
  public let reason: String
  /// Whether the peer spoke HTTP in the clear.
  public let isPlainHTTP: Bool

  init(_ reason: String, isPlainHTTP: Bool = false) {
    self.reason = reason
    self.isPlainHTTP = isPlainHTTP
  }

  /// The peer did not finish the handshake in time.
  public static let timedOut = TLSFailure("timed out")
  /// The peer left in the middle of the handshake.
  public static let left = TLSFailure("the client left during the handshake")

  /// Takes the reason from OpenSSL's queue of errors, which is then empty.
  static func take() -> TLSFailure {
    let code = ERR_peek_error()
    defer { ERR_clear_error() }
    let isPlain = code & 0x7f_ffff == UInt(SSL_R_HTTP_REQUEST)
    guard code != 0, let text = unsafe ERR_reason_error_string(code) else { return TLSFailure("unknown") }
    return unsafe TLSFailure(String(cString: text), isPlainHTTP: isPlain)
  }
}
