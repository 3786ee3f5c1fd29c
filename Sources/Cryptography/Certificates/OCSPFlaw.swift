/// Why an OCSP response cannot be shown to clients.
public enum OCSPFlaw: Error, Equatable, Sendable, CustomStringConvertible {
  /// The certificate's file does not hold the issuer's certificate behind it.
  case noIssuer
  /// The bytes are no response.
  case unreadable
  /// The responder declined; RFC 6960, 4.2.1, has the numbers.
  case notAnswered(status: Int)
  /// Neither the issuer nor somebody it delegated signed it.
  case notSigned
  case ofAnotherCertificate
  case revoked
  /// The responder does not know the certificate.
  case unknown
  case notYetValid
  case expired
  /// It does not say until when it holds.
  case endless
  case library

  public var description: String {
    switch self {
    case .noIssuer: "the certificate's file does not hold its issuer's certificate behind it"
    case .unreadable: "it is no OCSP response in DER"
    case .notAnswered(let status): "the responder declined to answer (status \(status))"
    case .notSigned: "neither the certificate's issuer nor its delegate signed it"
    case .ofAnotherCertificate: "it is about another certificate"
    case .revoked: "the certificate is revoked"
    case .unknown: "the responder does not know the certificate"
    case .notYetValid: "it is not valid yet"
    case .expired: "it has expired"
    case .endless: "it does not say until when it is valid"
    case .library: "OpenSSL failed"
    }
  }
}
