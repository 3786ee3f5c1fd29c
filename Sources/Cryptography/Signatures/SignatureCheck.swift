import COpenSSL

/// The one call to OpenSSL that says whether a signature is good; every doubt is a no.
enum SignatureCheck {
  /// Verifies a signature that already has OpenSSL's shape (DER for ECDSA).
  static func verify(
    _ signature: Span<UInt8>, of message: Span<UInt8>, with key: borrowing KeyHandle,
    by scheme: SignatureAlgorithm.Scheme
  ) -> Bool {
    guard let context = try? DigestContext() else { return false }
    // A failed check leaves entries on the thread's error queue, which TLS on the same thread would read as its own.
    defer { ERR_clear_error() }
    var parameters: OpaquePointer?
    let begun = unsafe EVP_DigestVerifyInit(context.pointer, &parameters, scheme.hash?.digest, nil, key.pointer)
    guard begun == 1, unsafe setPadding(of: scheme, on: parameters) else { return false }
    return unsafe signature.withUnsafeBufferPointer { signature in
      unsafe message.withUnsafeBufferPointer { message in
        unsafe EVP_DigestVerify(
          context.pointer, signature.baseAddress, signature.count, message.baseAddress, message.count) == 1
      }
    }
  }

  /// PSS with a salt as long as the digest and MGF1 over the same digest (RFC 7518 section 3.5); whether that worked.
  static func setPadding(of scheme: SignatureAlgorithm.Scheme, on parameters: OpaquePointer?) -> Bool {
    switch scheme {
    case .rsaPSS(let hash):
      unsafe EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1
        && EVP_PKEY_CTX_set_rsa_mgf1_md(parameters, hash.digest) == 1
    case .rsaPKCS1:
      unsafe EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PADDING) == 1
    case .ecdsa, .edwards:
      true
    }
  }
}
