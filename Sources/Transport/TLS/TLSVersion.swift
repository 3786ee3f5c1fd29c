import COpenSSL

/// The versions of TLS that are spoken.
public enum TLSVersion: Sendable {
  /// RFC 5246, with AEAD ciphers and elliptic-curve key exchange only.
  case tls12
  /// RFC 8446.
  case tls13

  var number: Int32 { self == .tls12 ? TLS1_2_VERSION : TLS1_3_VERSION }
}
