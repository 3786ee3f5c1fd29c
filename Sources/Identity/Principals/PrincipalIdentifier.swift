/// Who someone is: a subject as one issuer names it; `local:ana`, `corp:8f3c`, `ci:build-7`.
///
/// The same subject under another issuer is somebody else. Equality is over bytes: no folding, no Unicode equivalence.
public struct PrincipalIdentifier: Sendable {
  /// The issuer's short name in the configuration: `local` for accounts of our own.
  public let issuer: String
  /// The issuer's name for the person or service.
  public let subject: String

  /// The most bytes an issuer's short name may have.
  public static let maximumIssuerLength = 64
  /// The most bytes a subject may have; OpenID Connect Core section 2 allows 255.
  public static let maximumSubjectLength = 255

  /// Nil unless the issuer is `[a-z0-9-]` and the subject is 1 to 255 bytes without a control character.
  public init?(issuer: String, subject: String) {
    guard PrincipalIdentifier.isIssuerName(issuer), PrincipalIdentifier.isSubject(subject) else { return nil }
    self.issuer = issuer
    self.subject = subject
  }

  /// Reads `issuer:subject`; the subject may hold further colons.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let colon = bytes.firstIndex(of: 0x3a) else { return nil }
    self.init(
      issuer: String(decoding: bytes[..<colon], as: UTF8.self),
      subject: String(decoding: bytes[(colon + 1)...], as: UTF8.self))
  }

  /// `issuer:subject` in UTF-8.
  public var name: [UInt8] {
    Array(issuer.utf8) + [0x3a] + Array(subject.utf8)
  }

  /// Whether the text may name an issuer in configuration, policy and audit: `[a-z0-9-]`, not empty, at most 64.
  public static func isIssuerName(_ text: String) -> Bool {
    let bytes = text.utf8
    return !bytes.isEmpty && bytes.count <= maximumIssuerLength
      && bytes.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
  }

  private static func isSubject(_ text: String) -> Bool {
    let bytes = text.utf8
    return !bytes.isEmpty && bytes.count <= maximumSubjectLength && !PrintableText.hasControl(text)
  }
}

extension PrincipalIdentifier: Hashable, CustomStringConvertible {
  public static func == (left: PrincipalIdentifier, right: PrincipalIdentifier) -> Bool {
    left.issuer.utf8.elementsEqual(right.issuer.utf8) && left.subject.utf8.elementsEqual(right.subject.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    for byte in name { hasher.combine(byte) }
  }

  public var description: String { "\(issuer):\(subject)" }
}
