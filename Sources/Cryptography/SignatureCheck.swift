import COpenSSL

/// The one call to OpenSSL that says whether a signature is good; every doubt is a no.
enum SignatureCheck {
  /// Verifies; `configure` sets digest and padding on the fresh context and says whether that worked.
  ///
  /// The digest is nil for Ed25519 and Ed448, which hash for themselves.
  static func verify(
    _ signature: Span<UInt8>, of message: Span<UInt8>, with key: borrowing KeyHandle, digest: OpaquePointer? = nil,
    configure: ((_ parameters: OpaquePointer?) -> Bool)? = nil
  ) -> Bool {
    guard let context = try? DigestContext() else { return false }
    // Failed checks leave entries on the thread's error queue, which TLS on the same thread would read as its own.
    defer { ERR_clear_error() }
    var parameters: OpaquePointer?
    guard unsafe EVP_DigestVerifyInit(context.pointer, &parameters, digest, nil, key.pointer) == 1 else { return false }
    if let configure = unsafe configure, unsafe !configure(parameters) { return false }
    return unsafe signature.withUnsafeBufferPointer { signature in
      unsafe message.withUnsafeBufferPointer { message in
        unsafe EVP_DigestVerify(
          context.pointer, signature.baseAddress, signature.count, message.baseAddress, message.count) == 1
      }
    }
  }
}
