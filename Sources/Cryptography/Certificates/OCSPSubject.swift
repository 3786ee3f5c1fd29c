import COpenSSL
import Glibc

/// A certificate about whose revocation its issuer is asked (RFC 6960).
public final class OCSPSubject: Sendable {
  private let certificate: CertificateHandle
  private let issuer: CertificateHandle

  /// The longest response that is read, in bytes.
  public static let responseLength = 64 * 1024
  /// The difference of clocks that is forgiven, in seconds.
  static let skew: Int64 = 300

  /// - Parameter chain: DER of the certificate and of those that vouch for it; the second is its issuer's.
  public init(chain: [[UInt8]]) throws(OCSPFlaw) {
    guard chain.count >= 2 else { throw .noIssuer }
    certificate = try Self.read(chain[0])
    issuer = try Self.read(chain[1])
    guard unsafe X509_check_issued(issuer.pointer, certificate.pointer) == X509_V_OK else { throw .noIssuer }
  }

  /// The address of the responder that the certificate names; nil where it names none.
  public var responder: String? {
    var text = [CChar](repeating: 0, count: 2048)
    guard unsafe countersign_ocsp_responder(certificate.pointer, &text, text.count) == 1 else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The question, DER. Without a nonce, so that a responder may answer what it has signed before.
  public func request() throws(OCSPFlaw) -> [UInt8] {
    guard let request = unsafe OCSP_REQUEST_new() else { throw .library }
    defer { unsafe OCSP_REQUEST_free(request) }
    guard let id = unsafe OCSP_cert_to_id(EVP_sha1(), certificate.pointer, issuer.pointer) else { throw .library }
    // The request owns the id from here on.
    guard unsafe OCSP_request_add0_id(request, id) != nil else {
      unsafe OCSP_CERTID_free(id)
      throw .library
    }
    let count = unsafe i2d_OCSP_REQUEST(request, nil)
    guard count > 0 else { throw .library }
    return unsafe [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
      var target = buffer.baseAddress
      filled = unsafe Int(i2d_OCSP_REQUEST(request, &target))
    }
  }

  /// When a response ends, in Unix seconds, if it says that the certificate is good, is signed by the issuer or whom
  /// it delegated, and is of `now`.
  public func check(_ bytes: [UInt8], now: Int64) throws(OCSPFlaw) -> Int64 {
    defer { ERR_clear_error() }
    guard bytes.count <= Self.responseLength else { throw .unreadable }
    let response = unsafe bytes.withUnsafeBufferPointer { buffer in
      var start = buffer.baseAddress
      return unsafe d2i_OCSP_RESPONSE(nil, &start, buffer.count)
    }
    guard let response = unsafe response else { throw .unreadable }
    defer { unsafe OCSP_RESPONSE_free(response) }
    let answer = unsafe OCSP_response_status(response)
    guard answer == OCSP_RESPONSE_STATUS_SUCCESSFUL else { throw .notAnswered(status: Int(answer)) }
    guard let basic = unsafe OCSP_response_get1_basic(response) else { throw .unreadable }
    defer { unsafe OCSP_BASICRESP_free(basic) }
    guard unsafe countersign_ocsp_verify(basic, issuer.pointer) == 1 else { throw .notSigned }
    return try unsafe end(of: basic, now: now)
  }

  private func end(of basic: OpaquePointer, now: Int64) throws(OCSPFlaw) -> Int64 {
    for isSHA1 in [true, false] {
      let digest = unsafe isSHA1 ? EVP_sha1() : EVP_sha256()
      guard let id = unsafe OCSP_cert_to_id(digest, certificate.pointer, issuer.pointer) else { throw .library }
      defer { unsafe OCSP_CERTID_free(id) }
      var status = V_OCSP_CERTSTATUS_UNKNOWN
      var begin: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
      var end: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
      guard unsafe OCSP_resp_find_status(basic, id, &status, nil, nil, &begin, &end) == 1 else { continue }
      if status == V_OCSP_CERTSTATUS_REVOKED { throw .revoked }
      guard status == V_OCSP_CERTSTATUS_GOOD else { throw .unknown }
      guard let begin = unsafe Self.seconds(begin), let end = unsafe Self.seconds(end) else { throw .endless }
      guard begin <= now + Self.skew else { throw .notYetValid }
      guard now < end else { throw .expired }
      return end
    }
    throw .ofAnotherCertificate
  }

  private static func seconds(_ time: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?) -> Int64? {
    var parts = unsafe tm()
    guard let time = unsafe time, unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
    return unsafe Int64(timegm(&parts))
  }

  private static func read(_ bytes: [UInt8]) throws(OCSPFlaw) -> CertificateHandle {
    let pointer = unsafe bytes.withUnsafeBufferPointer { buffer in
      var start = buffer.baseAddress
      return unsafe d2i_X509(nil, &start, buffer.count)
    }
    guard let pointer = unsafe pointer else { throw .library }
    return unsafe CertificateHandle(owning: pointer)
  }
}
