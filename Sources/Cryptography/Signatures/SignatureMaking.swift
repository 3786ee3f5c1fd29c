import COpenSSL

/// The one call to OpenSSL that signs.
enum SignatureMaking {
  /// The signature in OpenSSL's shape: DER for ECDSA, raw for the others.
  static func sign(
    _ message: Span<UInt8>, with key: borrowing KeyHandle, by scheme: SignatureAlgorithm.Scheme
  ) throws(CryptographyError) -> [UInt8] {
    let context = try DigestContext()
    defer { ERR_clear_error() }
    var parameters: OpaquePointer?
    let begun = unsafe EVP_DigestSignInit(context.pointer, &parameters, scheme.hash?.digest, nil, key.pointer)
    guard begun == 1, unsafe SignatureCheck.setPadding(of: scheme, on: parameters) else {
      throw .library("EVP_DigestSignInit")
    }
    var count = 0
    var signature: [UInt8] = []
    let done = unsafe message.withUnsafeBufferPointer { message in
      guard unsafe EVP_DigestSign(context.pointer, nil, &count, message.baseAddress, message.count) == 1 else {
        return false
      }
      signature = [UInt8](repeating: 0, count: count)
      return unsafe EVP_DigestSign(context.pointer, &signature, &count, message.baseAddress, message.count) == 1
    }
    guard done else { throw .library("EVP_DigestSign") }
    signature.removeLast(signature.count - count)
    return signature
  }
}
