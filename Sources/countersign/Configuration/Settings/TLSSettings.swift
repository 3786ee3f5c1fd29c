/// How the gateway's own listeners are protected.
enum TLSSettings: Sendable, Equatable {
  /// Plain HTTP; only where every listener is local to this machine.
  case off
  case on(TLSListenerSettings)
}

/// Certificates, versions and session tickets of the listeners.
struct TLSListenerSettings: Sendable, Equatable {
  /// At least one; the first is for clients that name no host, or none of theirs.
  var certificates: [CertificateSettings]
  var minimumVersion = MinimumVersion.tls12
  /// How long a ticket key seals, in nanoseconds.
  var ticketRotation: UInt64
  /// How long a ticket key opens, in nanoseconds.
  var ticketLifetime: UInt64

  enum MinimumVersion: String, CaseIterable, Sendable {
    case tls12 = "1.2"
    case tls13 = "1.3"
  }
}

/// PEM files: a certificate with its chain, and its key.
struct CertificateSettings: Sendable, Equatable {
  var certificateFile: String
  var keyFile: String
  var revocation = RevocationSource.none

  /// Where the proof that the certificate was not revoked comes from.
  enum RevocationSource: Sendable, Equatable {
    case none
    /// A file with the DER of an OCSP response, kept up to date by somebody else.
    case file(String)
    /// The responder that the certificate names.
    case responder
  }
}
