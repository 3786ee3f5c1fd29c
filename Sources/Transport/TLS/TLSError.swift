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
