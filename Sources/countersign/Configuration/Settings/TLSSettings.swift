/// How the gateway's own listeners are protected.
enum TLSSettings: Sendable, Equatable {
  /// Plain HTTP; only where every listener is local to this machine.
  case off
  /// PEM files: the certificate with its chain, and its key.
  case files(certificate: String, key: String)
}
