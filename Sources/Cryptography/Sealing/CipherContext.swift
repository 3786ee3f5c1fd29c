import COpenSSL

/// Owns an `EVP_CIPHER_CTX`.
@safe struct CipherContext: ~Copyable {
  let pointer: OpaquePointer

  init() throws(CryptographyError) {
    guard let pointer = unsafe EVP_CIPHER_CTX_new() else { throw .library("EVP_CIPHER_CTX_new") }
    unsafe self.pointer = pointer
  }

  deinit {
    unsafe EVP_CIPHER_CTX_free(pointer)
  }
}
